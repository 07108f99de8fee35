package io.spillway.gateway.limit;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much of a bound is given out, shared by all event loops. Loops take and return it in chunks by a
 * {@link QuotaLease} each, so that a request does not touch what other loops write.
 *
 * <p>The bound is never exceeded. A loop may be refused while others hold up to a chunk that they do not use: at most
 * {@code 1/64} of the bound in all, and nothing at all for bounds under {@code 64 x loops}, which are exact. Safe for all
 * threads.
 */
public final class Quota {
    private static final int SLACK = 64;
    private static final int LARGEST_CHUNK = 64;

    private final int loops;
    private final AtomicInteger given = new AtomicInteger();

    /** Creates a quota of which nothing is given out, for so many event loops. */
    public Quota(int loops) {
        this.loops = Math.max(1, loops);
    }

    /** Returns what one loop takes at once of a bound. */
    int chunk(int bound) {
        return Math.clamp(bound / ((long) SLACK * loops), 1, LARGEST_CHUNK);
    }

    /** Takes up to {@code wanted} below the bound; returns how much, 0 when the bound is reached. */
    int take(int wanted, int bound) {
        while (true) {
            int before = given.get();
            int got = Math.min(wanted, bound - before);
            if (got <= 0) {
                return 0;
            }
            if (given.compareAndSet(before, before + got)) {
                return got;
            }
        }
    }

    void giveBack(int count) {
        given.addAndGet(-count);
    }

    /** Returns how much loops hold, used or not. */
    public int given() {
        return given.get();
    }
}
