package io.spillway.gateway.failover;

import java.util.Arrays;

/**
 * What the sweep knows of one endpoint: this interval's answers, the last ten seconds in slots of one, and the latency of
 * about the last second. Owned by the thread that sweeps.
 */
final class EndpointHistory {
    private static final int SLOTS = 10;
    private static final double LATENCY_MEMORY_NANOS = 1e9;
    private static final long SECOND = 1_000_000_000L;

    private final long[] goodSlots = new long[SLOTS];
    private final long[] badSlots = new long[SLOTS];
    private long slot = Long.MIN_VALUE;
    private long good;
    private long bad;
    private long localGood;
    private long localBad;
    private double samples;
    private double logSum;
    private long lastDrain = Long.MIN_VALUE;

    /** Takes what was counted since the last call; returns whether there was anything. */
    boolean drain(Tally tally, long now) {
        advance(now);
        long newGood = tally.good.sumThenReset();
        long newBad = tally.bad.sumThenReset();
        long newLocalGood = tally.localGood.sumThenReset();
        long newLocalBad = tally.localBad.sumThenReset();
        long refused = tally.refused.sumThenReset();
        good += newGood;
        bad += newBad;
        localGood += newLocalGood;
        localBad += newLocalBad;
        int at = Math.floorMod(slot, SLOTS);
        goodSlots[at] += newGood - refused;
        badSlots[at] += newBad + newLocalBad + refused;
        samples += tally.latencies.sumThenReset();
        logSum += tally.logSum.sumThenReset();
        return newGood + newBad + newLocalBad > 0;
    }

    private void advance(long now) {
        if (lastDrain != Long.MIN_VALUE) {
            double kept = Math.exp(-Math.max(0, now - lastDrain) / LATENCY_MEMORY_NANOS);
            samples *= kept;
            logSum *= kept;
        }
        lastDrain = now;
        long current = Math.floorDiv(now, SECOND);
        long first = slot == Long.MIN_VALUE ? current - SLOTS + 1 : Math.max(slot + 1, current - SLOTS + 1);
        for (long i = first; i <= current; i++) {
            goodSlots[Math.floorMod(i, SLOTS)] = 0;
            badSlots[Math.floorMod(i, SLOTS)] = 0;
        }
        slot = current;
    }

    /** Begins a new interval of Envoy's rules. */
    void endInterval() {
        good = 0;
        bad = 0;
        localGood = 0;
        localBad = 0;
    }

    /** Forgets the past: what an endpoint did before it was ejected says nothing about it afterwards. */
    void forget() {
        endInterval();
        Arrays.fill(goodSlots, 0);
        Arrays.fill(badSlots, 0);
        samples = 0;
        logSum = 0;
    }

    long requests() {
        return good + bad;
    }

    /** Returns the interval's success rate in percent. */
    double successRate() {
        return requests() == 0 ? 100 : 100.0 * good / requests();
    }

    long localRequests() {
        return localGood + localBad;
    }

    double localSuccessRate() {
        return localRequests() == 0 ? 100 : 100.0 * localGood / localRequests();
    }

    long windowRequests() {
        return sum(goodSlots) + sum(badSlots);
    }

    long windowFailures() {
        return sum(badSlots);
    }

    /** Returns how many latencies of about the last second are known. */
    double latencySamples() {
        return samples;
    }

    /** Returns the geometric mean of the latencies, as a {@link Tally#log logarithm}. */
    double latencyLog() {
        return samples == 0 ? 0 : logSum / samples;
    }

    private static long sum(long[] slots) {
        long sum = 0;
        for (long slot : slots) {
            sum += slot;
        }
        return sum;
    }
}
