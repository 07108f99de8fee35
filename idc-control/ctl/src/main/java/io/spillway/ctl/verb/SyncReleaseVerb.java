package io.spillway.ctl.verb;

import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Applies an update that is held. */
@Command(name = "release", description = "Applies an update of a peer IDC that a guard holds back.")
final class SyncReleaseVerb extends ServerVerb {

    @Parameters(index = "0", paramLabel = "IDC", description = "The peer.")
    String peer = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "SERVICE", description = "The held service; without it, the held list of the peer's services.")
    String service = "";

    SyncReleaseVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("peer", peer);
        body.put("service", service);
        JsonView answer = Failures.done(
                write(Request.write("POST", "/v1/sync/release", JsonText.write(Trees.of(body)))),
                "spillway sync status");
        if (forPeople()) {
            print(ResourceFiles.count((int) answer.number("released", 0), "update") + " of " + peer + " released");
        } else {
            print(answer.tree());
        }
        return ExitCode.DONE;
    }
}
