package io.spillway.ctl.verb;

import io.spillway.model.resource.SwitchOverState;
import picocli.CommandLine.Command;

/** Lets it go on. */
@Command(name = "resume", description = "Lets a switch-over that is PAUSED go on.")
final class SwitchOverResumeVerb extends SwitchOverGoOn {

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
}
