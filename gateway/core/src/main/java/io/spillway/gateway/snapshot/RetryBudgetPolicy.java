package io.spillway.gateway.snapshot;

/**
 * How many retries a target IDC may get: {@code percent} of this gateway's requests of the last 10 s, plus
 * {@code minPerSecond}.
 *
 * @param percent 0..100
 * @param minPerSecond 0 or more
 */
public record RetryBudgetPolicy(int percent, int minPerSecond) {
    /** What applies when a cluster says nothing. */
    public static final RetryBudgetPolicy DEFAULT = new RetryBudgetPolicy(20, 10);

    public RetryBudgetPolicy {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percent: " + percent + " (expected: 0..100)");
        }
        if (minPerSecond < 0) {
            throw new IllegalArgumentException("minPerSecond: " + minPerSecond + " (expected: >= 0)");
        }
    }
}
