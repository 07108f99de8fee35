package io.spillway.gateway.failover;

/**
 * When an endpoint was last heard of, by any thread. Silence is what a dead endpoint and a slow request do not share: a
 * process that stands still, or a path that swallows packets, answers nobody.
 */
public final class Pulse {
    /** Saying it more often would only move a cache line between processors. */
    private static final long GRAIN_NANOS = 1_000_000L;

    private volatile long heard;
    private volatile boolean said;
    private volatile long roundTrip;

    /** Creates the pulse of an endpoint that is heard of now. */
    public Pulse(long now) {
        heard = now;
    }

    /** Books that the endpoint answered something. */
    public void heard(long now) {
        if (now - heard > GRAIN_NANOS) {
            heard = now;
        }
        if (!said) {
            said = true;
        }
    }

    /** Books how long a test of the way took, from question to answer: the way may have become longer than it was. */
    public void tested(long nanos) {
        roundTrip = nanos;
    }

    /** Books how long an answer took: the way is no longer than that. */
    public void answered(long nanos) {
        if (nanos < roundTrip) {
            roundTrip = nanos;
        }
    }

    /**
     * Returns how long the way there and back is at the most, in nanoseconds, as far as tests have shown it; 0 when there was
     * none. Who was asked less long ago cannot have been silent.
     */
    public long roundTrip() {
        return roundTrip;
    }

    /** Returns how long the endpoint has let somebody wait who asked at {@code since}, in nanoseconds. */
    public long silence(long since, long now) {
        long last = heard;
        return now - (last - since > 0 ? last : since);
    }

    /** Tells whether it was ever heard of. */
    public boolean said() {
        return said;
    }

    /** Returns when it was last heard of. */
    public long last() {
        return heard;
    }
}
