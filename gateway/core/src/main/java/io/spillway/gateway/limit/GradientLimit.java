package io.spillway.gateway.limit;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Learns how many requests a cluster answers at once without getting slower: Envoy's gradient controller. The ideal latency
 * (minRTT) is measured now and then at the lowest limit; after each window
 * {@code gradient = clamp(0.5, 2, (minRTT + minRTT x buffer) / sampleRTT)} and
 * {@code limit = gradient x limit + sqrt(gradient x limit)}, within the policy's bounds (adaptive_concurrency_filter and
 * gradient_controller.cc).
 *
 * <p>Owned by the event loop that uses it.
 */
public final class GradientLimit {
    private static final double LEAST = 0.5;
    private static final double MOST = 2.0;
    private static final double JITTER = 0.1;
    private static final int SAMPLES = 4096;

    private final AdaptivePolicy policy;
    private final RandomGenerator random;
    private final long[] samples = new long[SAMPLES];
    private int count;
    private int limit;
    private int before;
    private long minRtt;
    private boolean measuring;
    private long windowEnds;
    private long remeasureAt;

    /** Creates a limit that begins by measuring the ideal latency. */
    public GradientLimit(AdaptivePolicy policy, RandomGenerator random, long now) {
        this.policy = policy;
        this.random = random;
        this.before = policy.minConcurrency();
        this.limit = policy.minConcurrency();
        measure(now);
    }

    private void measure(long now) {
        measuring = true;
        before = limit;
        limit = policy.minConcurrency();
        count = 0;
        windowEnds = now + policy.window().toNanos();
    }

    /** Returns how many requests may be in flight now. */
    public int limit() {
        return limit;
    }

    /** Returns the ideal latency in nanoseconds, 0 while there is none yet. */
    public long minRtt() {
        return minRtt;
    }

    /** Takes the latency of an answered request; computes a new limit when it is time. */
    public void sample(long nanos, long now) {
        if (count < SAMPLES) {
            samples[count++] = nanos;
        } else {
            samples[random.nextInt(SAMPLES)] = nanos;
        }
        if (measuring) {
            if (count >= policy.remeasureRequests()) {
                minRtt = Math.max(1, percentile());
                measuring = false;
                limit = before;
                long every = policy.remeasure().toNanos();
                remeasureAt = now + every + (long) (every * JITTER * random.nextDouble());
                begin(now);
            }
        } else if (now - remeasureAt >= 0) {
            measure(now);
        } else if (now - windowEnds >= 0) {
            limit = next(limit, minRtt, percentile());
            begin(now);
        }
    }

    private void begin(long now) {
        count = 0;
        windowEnds = now + policy.window().toNanos();
    }

    /** Returns the limit that follows from a window. */
    int next(int current, long ideal, long seen) {
        double gradient = Math.clamp(ideal * (1 + policy.bufferPercent() / 100.0) / Math.max(1, seen), LEAST, MOST);
        double scaled = gradient * current;
        long rounded = (long) (scaled + Math.sqrt(scaled));
        return Math.clamp(rounded, policy.minConcurrency(), policy.maxConcurrency());
    }

    private long percentile() {
        long[] sorted = Arrays.copyOf(samples, count);
        Arrays.sort(sorted);
        int at = (int) Math.ceil(count * policy.samplePercentile() / 100.0) - 1;
        return sorted[Math.clamp(at, 0, count - 1)];
    }
}
