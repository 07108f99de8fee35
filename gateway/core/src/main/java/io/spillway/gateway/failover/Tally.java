package io.spillway.gateway.failover;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happened since the last sweep. Safe for all threads; adding costs a few nanoseconds also when many loops do
 * it, because each has its own cell.
 */
final class Tally {
    /** Latencies are summed as logarithms to base 2, in 1/1024: the mean of them is not moved by a single late answer. */
    static final int LOG_UNIT = 1024;

    final LongAdder good = new LongAdder();
    final LongAdder bad = new LongAdder();
    final LongAdder localGood = new LongAdder();
    final LongAdder localBad = new LongAdder();
    /** Answers that say "too much" (429): bad for the window, good for Envoy's rules. */
    final LongAdder refused = new LongAdder();
    final LongAdder latencies = new LongAdder();
    final LongAdder logSum = new LongAdder();

    void latency(long nanos) {
        latencies.increment();
        logSum.add(log(nanos));
    }

    /** Returns the logarithm of at least a microsecond in 1/1024, exact to 9 %: straight between powers of two. */
    static long log(long nanos) {
        long value = Math.max(1000, nanos);
        int exponent = 63 - Long.numberOfLeadingZeros(value);
        long fraction = exponent >= 10 ? (value >>> (exponent - 10)) & 1023 : (value << (10 - exponent)) & 1023;
        return (long) exponent * LOG_UNIT + fraction;
    }

    /** Returns the nanoseconds of such a logarithm. */
    static double nanos(double log) {
        int exponent = (int) (log / LOG_UNIT);
        double fraction = (log - (double) exponent * LOG_UNIT) / LOG_UNIT;
        return Math.scalb(1 + fraction, exponent);
    }
}
