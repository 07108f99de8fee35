package io.spillway.ctl.verb;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.Table;
import picocli.CommandLine.Command;

/** Shows the peers and the updates that are held. */
@Command(name = "status", description = "Shows every peer IDC and the updates of it that are held back.")
final class SyncStatusVerb extends ServerVerb {

    SyncStatusVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        JsonView status = ask(Request.get("/v1/status"));
        if (!forPeople()) {
            print(Map.of("peers", status.at("peers").tree(), "sync", status.at("sync").tree()));
            return ExitCode.DONE;
        }
        long now = surroundings.clock().millis();
        Peers.table(status, now).ifPresentOrElse(this::print, () -> say("no peers"));
        Peers.leader(status, now).ifPresent(this::print);
        for (Optional<Table> held : List.of(Peers.held(status, now), Peers.sources(status))) {
            held.ifPresent(table -> {
                print("");
                print(table);
            });
        }
        return ExitCode.DONE;
    }
}
