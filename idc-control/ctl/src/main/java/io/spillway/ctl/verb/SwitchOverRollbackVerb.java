package io.spillway.ctl.verb;

import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.model.resource.SwitchOverState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings back what stood before. */
@Command(name = "rollback", description = "Brings back what stood before the first step: at any time while it moves, and after it.")
final class SwitchOverRollbackVerb extends SwitchOverMove {

    @Option(names = "--reason", paramLabel = "TEXT", order = 1, description = "Why; it is kept with it and in the audit.")
    String reason = "";

    @Option(names = "--accept", order = 2, description = "Also when the IDC that gets its traffic back has not confirmed what it missed.")
    boolean accept;

    SwitchOverRollbackVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String word() {
        return "rollback";
    }

    @Override
    SwitchOverState goal() {
        return SwitchOverState.ROLLED_BACK;
    }

    @Override
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        if (!reason.isEmpty()) {
            body.put("reason", reason);
        }
        if (accept) {
            body.put("accept", true);
        }
        return body;
    }
}
