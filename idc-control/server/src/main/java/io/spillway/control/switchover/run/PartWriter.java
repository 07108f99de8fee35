package io.spillway.control.switchover.run;

import io.spillway.model.resource.SwitchOverProgress;

/** Writes what this IDC says of its part where all its nodes, and the other IDCs, find it. Blocks. */
public interface PartWriter {

    /** Writes; returns whether it stands now. */
    boolean write(SwitchOverProgress part);
}
