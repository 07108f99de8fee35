package io.spillway.gateway.proxy.time;

import org.jspecify.annotations.Nullable;

/**
 * An instant at which something is to be done, moved and cleared by writing two fields. Belongs to one event loop, like
 * the {@link DeadlineWheel} that it is set in.
 */
public final class Deadline {
    private final DeadlineWheel wheel;
    private final Runnable action;
    private boolean armed;
    private long due;
    int slot = -1;
    @Nullable
    Deadline previous;
    @Nullable
    Deadline next;

    /** Creates a deadline that is not set. */
    public Deadline(DeadlineWheel wheel, Runnable action) {
        this.wheel = wheel;
        this.action = action;
    }

    /** Sets or moves it; the action runs once, up to two ticks after that instant. */
    public void set(long dueNanos) {
        due = dueNanos;
        armed = true;
        wheel.place(this);
    }

    /** Forgets it. Stays in the wheel until its slot comes by: clearing costs one write. */
    public void clear() {
        armed = false;
    }

    /** Tells whether it is set. */
    public boolean isSet() {
        return armed;
    }

    long due() {
        return due;
    }

    /** Takes it out of the wheel for good, when its owner goes away. */
    public void discard() {
        armed = false;
        wheel.remove(this);
    }

    void fire() {
        armed = false;
        action.run();
    }
}
