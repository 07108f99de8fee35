package io.spillway.gateway.balance;

/**
 * The cost of an endpoint: its latency averaged over about ten seconds, but a later answer counts at once (Finagle,
 * {@code PeakEwma.scala}; Envoy, contrib {@code peak_ewma}). Times requests in flight plus one is its load; an endpoint that
 * has requests in flight and no answer yet is charged a penalty, so that it gets one request and not all. Used by one thread.
 */
final class PeakEwma {
    /** Finagle's: Long.MAX_VALUE >> 16. */
    static final double PENALTY = Long.MAX_VALUE >> 16;
    private static final double DECAY_NANOS = 10e9;

    private double cost;
    private long stamp;

    PeakEwma(long now) {
        this.stamp = now;
    }

    void observe(long latencyNanos, long now) {
        double passed = Math.max(0, now - stamp);
        if (latencyNanos > cost) {
            cost = latencyNanos;
        } else {
            double kept = Math.exp(-passed / DECAY_NANOS);
            cost = latencyNanos * (1 - kept) + cost * kept;
        }
        stamp = now;
    }

    /** Returns the load; the cost decays while nothing is heard. */
    double load(int pending, long now) {
        observe(0, now);
        return cost == 0 && pending > 0 ? PENALTY + pending : cost * (pending + 1);
    }
}
