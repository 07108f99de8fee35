package io.spillway.control.node;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import io.spillway.control.state.ControlState;
import org.jspecify.annotations.Nullable;

/** The newest state, and waiting for it to reach a revision. Safe for use by any thread. */
public final class StateSource {

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@code lock}. Each is woken once, by the state it waits for: many wait while many others write. */
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::revision));
    private volatile ControlState state = ControlState.empty();

    private record Waiting(long revision, CompletableFuture<@Nullable Void> reached) {}

    /** Returns the newest state. */
    public ControlState get() {
        return state;
    }

    void set(ControlState newer) {
        lock.lock();
        try {
            state = newer;
            for (Waiting next = waiting.peek(); next != null
                    && next.revision <= newer.revision(); next = waiting.peek()) {
                waiting.remove();
                next.reached.complete(null);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the state is at least of that revision; false when that took longer. */
    public boolean await(long revision, Duration longest) {
        Waiting own = new Waiting(revision, new CompletableFuture<>());
        lock.lock();
        try {
            if (state.revision() >= revision) {
                return true;
            }
            waiting.add(own);
        } finally {
            lock.unlock();
        }
        try {
            own.reached.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return forget(own);
        } catch (TimeoutException | ExecutionException late) {
            return forget(own);
        }
    }

    /** Returns whether it was reached in the last moment. */
    private boolean forget(Waiting own) {
        lock.lock();
        try {
            waiting.remove(own);
            return state.revision() >= own.revision;
        } finally {
            lock.unlock();
        }
    }
}
