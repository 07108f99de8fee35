package io.spillway.ctl.verb;

import io.spillway.model.resource.SwitchOverState;
import picocli.CommandLine.Command;

/** Brings back what stood before. */
@Command(name = "rollback", description = "Brings back what stood before the first step: at any time while it moves, and after it.")
final class SwitchOverRollbackVerb extends SwitchOverGoOn {

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
}
