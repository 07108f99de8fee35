package io.spillway.ctl.verb;

import picocli.CommandLine.Command;

/** Stops it where it is. */
@Command(name = "pause", description = "Stops it where it is: traffic stays as it stands until resume or rollback.")
final class SwitchOverPauseVerb extends SwitchOverHalt {

    SwitchOverPauseVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String word() {
        return "pause";
    }
}
