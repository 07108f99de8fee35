package io.spillway.sync.ingest;

import java.time.Duration;

/** So many writes a second, and a second's worth at once after a rest. Owned by one thread. */
final class Permits {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final int perSecond;
    private double left;
    private long atNanos;

    Permits(int perSecond, long now) {
        this.perSecond = perSecond;
        this.left = perSecond;
        this.atNanos = now;
    }

    /** Takes as many as there are, at most that many. */
    int take(int most, long now) {
        left = Math.min(perSecond, left + (double) (now - atNanos) * perSecond / SECOND);
        atNanos = now;
        int taken = (int) Math.min(most, Math.floor(left));
        left -= taken;
        return taken;
    }
}
