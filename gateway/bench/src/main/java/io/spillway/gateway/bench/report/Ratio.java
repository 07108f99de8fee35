package io.spillway.gateway.bench.report;

/**
 * Ours divided by a peer's.
 *
 * @param scenario the case
 * @param against the peer
 * @param metric the field
 * @param value ours / the peer's
 * @param target what the value should not exceed; 0 when there is no target
 */
public record Ratio(String scenario, String against, String metric, double value, double target) {

    /** Tells whether the target is met; without a target it is. */
    public boolean met() {
        return target <= 0 || value <= target;
    }
}
