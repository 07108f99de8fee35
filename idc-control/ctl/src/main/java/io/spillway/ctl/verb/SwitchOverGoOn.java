package io.spillway.ctl.verb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Something that lets a switch-over go on, there or back, also with what is not confirmed. */
abstract class SwitchOverGoOn extends SwitchOverMove {

    @Mixin
    final ReasonOption reason = new ReasonOption();

    @Option(names = "--accept", order = 2, description = "Also with all that is not confirmed, as a fence, or what an IDC missed; your name stands beside it.")
    boolean accept;

    @Option(names = "--quarantine", paramLabel = "IDC/NODE", split = ",", order = 3, description = "Only without these data planes, which are behind: nobody waits for them until they have Acked; your name stands beside them.")
    List<String> quarantine = List.of();

    SwitchOverGoOn(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    final Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        reason.into(body);
        if (accept) {
            body.put("accept", true);
        }
        if (!quarantine.isEmpty()) {
            body.put("quarantine", quarantine);
        }
        return body;
    }
}
