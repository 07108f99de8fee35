package io.spillway.control.node;

import java.time.Duration;

import io.spillway.control.state.ControlState;
import io.spillway.control.switchover.run.Stand;

/** The newest state, for who carries out switch-overs. */
record Newest(StateSource state) implements Stand {

    @Override
    public ControlState get() {
        return state.get();
    }

    @Override
    public boolean await(long revision, Duration longest) {
        return state.await(revision, longest);
    }
}
