package io.spillway.gateway.balance;

import java.util.function.BooleanSupplier;

import io.spillway.model.time.Ticker;

/**
 * Whether what the control plane has told of load still counts. Load moves within minutes, so figures that no control plane
 * stands behind any more are soon worse than none: then Envoy's arithmetic holds. Looked at by the one thread that measures;
 * read by all.
 */
final class FigureAge {
    /** So long figures count without a control plane. */
    private static final long LONGEST_NANOS = 60_000_000_000L;

    private final Ticker ticker;
    private volatile BooleanSupplier backed = () -> true;
    private volatile boolean fresh = true;
    /** Owned by the thread that measures. */
    private long backedNanos;

    FigureAge(Ticker ticker) {
        this.ticker = ticker;
        this.backedNanos = ticker.nanos();
    }

    void backedBy(BooleanSupplier connected) {
        backed = connected;
    }

    boolean fresh() {
        return fresh;
    }

    /** Returns whether it is otherwise than before. */
    boolean look() {
        long now = ticker.nanos();
        if (backed.getAsBoolean()) {
            backedNanos = now;
        }
        boolean before = fresh;
        fresh = now - backedNanos <= LONGEST_NANOS;
        return fresh != before;
    }
}
