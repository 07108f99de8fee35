package io.spillway.model.resource;

/**
 * By what a step of a switch-over is judged, against what was measured before it.
 *
 * @param successRate by how many percentage points the share of successful requests may fall, 0 to 100
 * @param p99 by what factor the p99 of latency may grow, at least 1
 * @param targetLoad how much of its declared capacity the receiving IDC may have to carry, in percent
 * @param misroutes how many requests per second may be answered by an IDC that has no share
 */
public record Gates(double successRate, double p99, int targetLoad, double misroutes, OnGateFailure onFailure) {

    /** Half a point of success, 1.5 times the latency, 80 % of the capacity, nothing misrouted; else it pauses. */
    public static final Gates DEFAULT = new Gates(0.5, 1.5, 80, 0, OnGateFailure.PAUSE);
}
