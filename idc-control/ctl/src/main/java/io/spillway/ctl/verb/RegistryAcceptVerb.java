package io.spillway.ctl.verb;

import java.util.Map;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes the operator's word for a registry. */
@Command(name = "accept", description = "Says that a restored or replaced registry is to be believed. Its cluster id stands in 'spillway "
        + "status' and in the control plane's log.")
final class RegistryAcceptVerb extends ServerVerb {

    @Option(names = "--cluster-id", paramLabel = "ID", required = true, order = 1, description = "Its cluster id.")
    String clusterId = "";

    RegistryAcceptVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        String body = JsonText.write(Trees.of(Map.of("clusterId", clusterId)));
        JsonView answer = Failures.done(write(Request.write("POST", "/v1/registry/accept", body)), "spillway status");
        if (!forPeople()) {
            print(answer.tree());
        } else if (answer.isTrue("changed")) {
            print("registry " + clusterId + " accepted, epoch " + answer.text("epoch"));
        } else {
            print("registry " + clusterId + " is believed already");
        }
        return ExitCode.DONE;
    }
}
