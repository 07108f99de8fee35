package io.spillway.drill.load;

/**
 * How well the generator kept its own schedule.
 *
 * @param due
 *            requests that were to be sent by now
 * @param sent
 *            requests that were sent
 * @param lateP99Ms
 *            99th percentile of actual minus intended send time, milliseconds
 * @param lateMaxMs
 *            the worst of them
 */
public record Punctuality(long due, long sent, double lateP99Ms, double lateMaxMs) {}
