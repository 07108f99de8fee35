package io.spillway.ctl.verb;

import java.util.LinkedHashMap;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gives it up. */
@Command(name = "abort", description = "Gives up a switch-over of which nothing has moved yet.")
final class SwitchOverAbortVerb extends SwitchOverAct {

    @Option(names = "--reason", paramLabel = "TEXT", order = 1, description = "Why; it is kept with it and in the audit.")
    String reason = "";

    SwitchOverAbortVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String word() {
        return "abort";
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
