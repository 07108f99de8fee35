package io.spillway.control.node;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.spillway.control.state.ControlState;

/** The newest state, and waiting for it to reach a revision. Safe for use by any thread. */
public final class StateSource {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private volatile ControlState state = ControlState.empty();

    /** Returns the newest state. */
    public ControlState get() {
        return state;
    }

    void set(ControlState newer) {
        lock.lock();
        try {
            state = newer;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the state is at least of that revision; false when that took longer. */
    public boolean await(long revision, Duration longest) {
        long left = longest.toNanos();
        lock.lock();
        try {
            while (state.revision() < revision && left > 0) {
                left = grown.awaitNanos(left);
            }
            return state.revision() >= revision;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

}
