package io.spillway.gateway.proxy.guard;

import java.util.concurrent.atomic.AtomicLong;

import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.xds.load.LocalityLoad;

/**
 * What became of one event loop's attempts at one locality in one priority of a cluster. Counted by that event loop alone,
 * so without any fence or contention; read by whoever reports.
 */
public final class LocalityCounts {
    private final Locality locality;
    private final int priority;
    private final AtomicLong issued = new AtomicLong();
    private final AtomicLong successes = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final AtomicLong inFlight = new AtomicLong();

    LocalityCounts(Locality locality, int priority) {
        this.locality = locality;
        this.priority = priority;
    }

    /** An attempt begins. */
    public void begin() {
        add(issued, 1);
        add(inFlight, 1);
    }

    /** It is known how the attempt went. */
    public void outcome(boolean success) {
        add(success ? successes : errors, 1);
    }

    /** The attempt is over. */
    public void end() {
        add(inFlight, -1);
    }

    /** One writer: a plain read and an opaque write are enough, and cost what a field costs. */
    private static void add(AtomicLong count, long change) {
        count.setOpaque(count.getPlain() + change);
    }

    boolean isFor(Locality where, int level) {
        return priority == level && locality.equals(where);
    }

    LocalityLoad plus(LocalityLoad other) {
        return new LocalityLoad(locality, priority, other.issued() + issued.getOpaque(),
                other.successes() + successes.getOpaque(), other.errors() + errors.getOpaque(),
                other.inFlight() + inFlight.getOpaque());
    }

    LocalityLoad none() {
        return new LocalityLoad(locality, priority, 0, 0, 0, 0);
    }
}
