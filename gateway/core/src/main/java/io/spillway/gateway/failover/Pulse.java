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
