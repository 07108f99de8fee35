package io.spillway.ctl.verb;

import io.spillway.model.resource.SwitchOverState;
import picocli.CommandLine.Command;

/** Carries out a frozen plan. */
@Command(name = "start", description = "Carries out the frozen plan of a switch-over that is READY or APPROVED.")
final class SwitchOverStartVerb extends SwitchOverMove {

    SwitchOverStartVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String word() {
        return "start";
    }

    @Override
    SwitchOverState goal() {
        return SwitchOverState.COMPLETED;
    }
}
