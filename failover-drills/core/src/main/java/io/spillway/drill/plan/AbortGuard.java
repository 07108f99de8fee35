package io.spillway.drill.plan;

import java.time.Duration;

/**
 * Ends a drill early when users suffer more than was agreed.
 *
 * @param percent
 *            the success rate below which it ends
 * @param window
 *            the time over which that is counted
 */
public record AbortGuard(double percent, Duration window) {}
