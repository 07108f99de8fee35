package io.spillway.drill.plan;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Ends a drill early when users suffer more than was agreed.
 *
 * @param percent
 *            the success rate below which it ends
 * @param p99
 *            the latency above which 99 % of them may not be, null when that does not matter
 * @param window
 *            the time over which that is counted
 */
public record AbortGuard(double percent, @Nullable Duration p99, Duration window) {}
