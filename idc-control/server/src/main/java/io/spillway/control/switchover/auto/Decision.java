package io.spillway.control.switchover.auto;

import io.spillway.model.resource.SwitchOverSpec;

/** What is to be done about a DrGroup. */
public sealed interface Decision {

    /** Its traffic is to be moved. */
    record Act(SwitchOverSpec spec) implements Decision {}

    /** Nothing is to be done. */
    record Stay(String reason) implements Decision {}
}
