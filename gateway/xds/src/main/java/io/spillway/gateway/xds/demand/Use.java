package io.spillway.gateway.xds.demand;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One thread's requests of one cluster. Written by that thread, read by the one that forgets. Each side writes first and
 * reads the other's word then, so that at least one of them sees that both have met.
 */
public final class Use {

    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile long lastNanos;
    private volatile boolean retired;

    Use(long nowNanos) {
        lastNanos = nowNanos;
    }

    /** A request begins. Returns false, and counts nothing, when the service was forgotten: it must be asked for again. */
    public boolean begin() {
        inFlight.set(inFlight.getPlain() + 1);
        if (retired) {
            inFlight.set(inFlight.getPlain() - 1);
            return false;
        }
        return true;
    }

    /** A request that began is over. */
    public void end(long nowNanos) {
        lastNanos = nowNanos;
        inFlight.set(inFlight.getPlain() - 1);
    }

    /** Returns whether the service was forgotten. */
    public boolean retired() {
        return retired;
    }

    boolean idle(long nowNanos, long forNanos) {
        return inFlight.get() == 0 && nowNanos - lastNanos >= forNanos;
    }

    void setRetired(boolean gone) {
        retired = gone;
    }
}
