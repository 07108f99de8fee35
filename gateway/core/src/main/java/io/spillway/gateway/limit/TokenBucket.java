package io.spillway.gateway.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket without a clock of its own, kept as the instant at which it will be full again (the generic cell rate
 * algorithm, ITU-T I.371): one word, one compare-and-set per admitted request, no refill task. Safe for all threads.
 */
public final class TokenBucket {
    private final AtomicLong fullAt;

    /** Creates a full bucket. */
    public TokenBucket(long now) {
        this.fullAt = new AtomicLong(now);
    }

    /**
     * Takes a token.
     *
     * @param rate tokens, and how they come back
     * @param reserve how many tokens must be left in the bucket, 0 or more
     * @param now monotonic nanoseconds
     * @return 0 when a token was taken, else after how many nanoseconds there may be one
     */
    public long take(RatePolicy rate, double reserve, long now) {
        long interval = rate.intervalNanos();
        long room = rate.capacityNanos() - (long) (reserve * interval);
        while (true) {
            long full = fullAt.get();
            long base = full - now > 0 ? full : now;
            long after = base + interval;
            long over = after - now - room;
            if (over > 0) {
                return over;
            }
            if (fullAt.compareAndSet(full, after)) {
                return 0;
            }
        }
    }

    /** Tells whether the bucket is full, so that it says nothing that a new one would not. */
    boolean full(long now) {
        return fullAt.get() - now <= 0;
    }
}
