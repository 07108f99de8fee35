package io.spillway.gateway.failover;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts events of the last seconds, in slots of one second. Lock-free; events that fall on the instant at which a slot is
 * taken for a new second may be lost, which is of no weight for a limit.
 */
final class SlidingCount {
    private static final long SLOT_NANOS = 1_000_000_000L;

    private final AtomicLongArray slots;
    /** The number of the newest second that a slot was cleared for. */
    private final AtomicLong newest = new AtomicLong();
    /** The sum of all slots. */
    private final AtomicLong sum = new AtomicLong();
    private final long origin;

    SlidingCount(int seconds, long now) {
        this.slots = new AtomicLongArray(seconds);
        this.origin = now;
    }

    void add(long now) {
        long second = advance(now);
        slots.incrementAndGet((int) (second % slots.length()));
        sum.incrementAndGet();
    }

    /** Adds one when the sum is below the limit. */
    boolean addBelow(long limit, long now) {
        long second = advance(now);
        if (sum.incrementAndGet() > limit) {
            sum.decrementAndGet();
            return false;
        }
        slots.incrementAndGet((int) (second % slots.length()));
        return true;
    }

    long sum(long now) {
        advance(now);
        return Math.max(0, sum.get());
    }

    private long advance(long now) {
        long second = Math.max(0, (now - origin) / SLOT_NANOS);
        long seen = newest.get();
        while (second > seen) {
            // The thread that moves the mark clears the slots up to it.
            if (newest.compareAndSet(seen, second)) {
                long first = Math.max(seen + 1, second - slots.length() + 1);
                for (long i = first; i <= second; i++) {
                    sum.addAndGet(-slots.getAndSet((int) (i % slots.length()), 0));
                }
                return second;
            }
            seen = newest.get();
        }
        return seen;
    }
}
