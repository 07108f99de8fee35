package io.spillway.gateway.proxy.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.xds.load.FinishedLoad;
import io.spillway.gateway.xds.load.LocalityLoad;
import io.spillway.model.resource.LatencyBuckets;
import org.jspecify.annotations.Nullable;

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
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong misrouted = new AtomicLong();
    /** Null until the first request is finished: most localities of most clusters are never used by most loops. */
    private volatile @Nullable AtomicLongArray latency;

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

    /**
     * A request is finished whose last attempt was here.
     *
     * @param nanos how long it took from its first octet to the last of its answer
     */
    public void finished(long nanos, boolean failure, boolean astray) {
        AtomicLongArray counts = latency;
        if (counts == null) {
            counts = new AtomicLongArray(LatencyBuckets.COUNT);
            latency = counts;
        }
        int bucket = LatencyBuckets.of(nanos);
        counts.setOpaque(bucket, counts.getPlain(bucket) + 1);
        if (failure) {
            add(failed, 1);
        }
        if (astray) {
            add(misrouted, 1);
        }
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
                other.inFlight() + inFlight.getOpaque(), other.finished().plus(finished()));
    }

    private FinishedLoad finished() {
        AtomicLongArray counts = latency;
        List<Long> buckets = new ArrayList<>();
        for (int i = 0; counts != null && i < counts.length(); i++) {
            buckets.add(counts.getOpaque(i));
        }
        return new FinishedLoad(failed.getOpaque(), misrouted.getOpaque(), buckets);
    }

    LocalityLoad none() {
        return new LocalityLoad(locality, priority, 0, 0, 0, 0);
    }
}
