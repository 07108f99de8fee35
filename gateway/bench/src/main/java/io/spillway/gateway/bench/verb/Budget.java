package io.spillway.gateway.bench.verb;

import java.util.concurrent.TimeUnit;

import io.spillway.model.time.Ticker;

/**
 * The time that a run may take, shared out case by case: what a case leaves over is for those after it. Used by one thread.
 */
final class Budget {
    private final Ticker ticker;
    private final long end;
    private long caseStart;
    private long caseEnd;

    Budget(Ticker ticker, double minutes) {
        this.ticker = ticker;
        this.end = ticker.nanos() + (long) (minutes * TimeUnit.MINUTES.toNanos(1));
        begin(1, 1);
    }

    /** Gives the next case its part of what is left: its weight against that of all that have not begun, itself included. */
    void begin(double weight, double left) {
        caseStart = ticker.nanos();
        caseEnd = caseStart + (long) (Math.max(0, end - caseStart) * weight / left);
    }

    /** Tells whether so much of the case's time is over, 0..1. */
    boolean spent(double share) {
        return ticker.nanos() - caseStart >= share * (caseEnd - caseStart);
    }

    /** Returns whole seconds until so much of the case's time is over, at least the given number. */
    int secondsTo(double share, int least) {
        long left = caseStart + (long) (share * (caseEnd - caseStart)) - ticker.nanos();
        return (int) Math.max(least, TimeUnit.NANOSECONDS.toSeconds(left));
    }

    /** Tells whether the run's time is over. */
    boolean over() {
        return ticker.nanos() - end >= 0;
    }
}
