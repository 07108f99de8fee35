package io.spillway.ctl.verb;

import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.model.resource.SwitchOverState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets it go on. */
@Command(name = "resume", description = "Lets a switch-over that is PAUSED go on.")
final class SwitchOverResumeVerb extends SwitchOverMove {

    @Option(names = "--reason", paramLabel = "TEXT", order = 1, description = "Why; it is kept with it and in the audit.")
    String reason = "";

    @Option(names = "--accept", order = 2, description = "Also with what is not confirmed, as a fence or the IDC that is left; your name stands beside it.")
    boolean accept;

    SwitchOverResumeVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String word() {
        return "resume";
    }

    @Override
    SwitchOverState goal() {
        return SwitchOverState.COMPLETED;
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
