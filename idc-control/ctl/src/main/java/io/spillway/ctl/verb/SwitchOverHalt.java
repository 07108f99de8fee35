package io.spillway.ctl.verb;

import java.util.LinkedHashMap;
import java.util.Map;

import picocli.CommandLine.Mixin;

/** Something that stops a switch-over. */
abstract class SwitchOverHalt extends SwitchOverAct {

    @Mixin
    final ReasonOption reason = new ReasonOption();

    SwitchOverHalt(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    final Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        reason.into(body);
        return body;
    }
}
