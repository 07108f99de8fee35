package io.spillway.ctl.verb;

import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Applies an update that is held. */
@Command(name = "release", description = "Applies an update of a peer IDC, or the removals of a source of workloads, that a guard holds back.")
final class SyncReleaseVerb extends ServerVerb {

    @Parameters(index = "0", arity = "0..1", paramLabel = "IDC", description = "The peer.")
    String peer = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "SERVICE", description = "The held service; without it, the held list of the peer's services.")
    String service = "";

    @Option(names = "--source", paramLabel = "SOURCE", description = "Instead of a peer: lets go what this source of workloads misses now.")
    String source = "";

    SyncReleaseVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        Map<String, String> body = new LinkedHashMap<>();
        if (source.isEmpty() == peer.isEmpty()) {
            throw new VerbFailed(ExitCode.USAGE, "IDC or --source: " + (peer.isEmpty() ? "neither" : "both")
                    + " (expected: one of them, whose update is held)");
        }
        if (source.isEmpty()) {
            body.put("peer", peer);
            body.put("service", service);
        } else {
            body.put("source", source);
        }
        JsonView answer = Failures.done(
                write(Request.write("POST", "/v1/sync/release", JsonText.write(Trees.of(body)))),
                "spillway sync status");
        if (forPeople()) {
            int released = (int) answer.number("released", 0);
            print(source.isEmpty()
                    ? ResourceFiles.count(released, "update") + " of " + peer + " released"
                    : ResourceFiles.count(released, "workload") + " of source " + source + " may go");
        } else {
            print(answer.tree());
        }
        return ExitCode.DONE;
    }
}
