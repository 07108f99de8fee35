package io.spillway.ctl.verb;

import picocli.CommandLine.Command;

/** Gives it up. */
@Command(name = "abort", description = "Gives up a switch-over of which nothing has moved yet.")
final class SwitchOverAbortVerb extends SwitchOverHalt {

    SwitchOverAbortVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String word() {
        return "abort";
    }
}
