package io.spillway.control.switchover.run;

import java.time.Duration;

import io.spillway.control.state.ControlState;

/** What stands, as this node knows it. Safe for use by any thread. */
public interface Stand {

    /** Returns the newest state. */
    ControlState get();

    /** Waits until the state is at least of that revision; false when that took longer. */
    boolean await(long revision, Duration longest);
}
