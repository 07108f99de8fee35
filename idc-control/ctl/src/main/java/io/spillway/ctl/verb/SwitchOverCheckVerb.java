package io.spillway.ctl.verb;

import picocli.CommandLine.Command;

/** Has the checks made again. */
@Command(name = "check", description = "Has the checks made again: a plan that has expired is frozen anew, and whoever approved it approves again.")
final class SwitchOverCheckVerb extends SwitchOverAct {

    SwitchOverCheckVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String word() {
        return "check";
    }
}
