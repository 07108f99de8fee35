package io.spillway.ctl.verb;

import java.util.LinkedHashMap;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops it where it is. */
@Command(name = "pause", description = "Stops it where it is: traffic stays as it stands until resume or rollback.")
final class SwitchOverPauseVerb extends SwitchOverAct {

    @Option(names = "--reason", paramLabel = "TEXT", order = 1, description = "Why; it is kept with it and in the audit.")
    String reason = "";

    SwitchOverPauseVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String word() {
        return "pause";
    }

    @Override
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        if (!reason.isEmpty()) {
            body.put("reason", reason);
        }
        return body;
    }
}
