package io.spillway.gateway.bench.report;

/**
 * Ours divided by a peer's.
 *
 * @param scenario the case
 * @param against the peer
 * @param metric the field
 * @param value ours / the peer's
 * @param target what the value should not exceed; 0 when there is no target
 * @param voided whether one of both was measured on a machine in other hands, or before it was warm: neither met nor missed
 */
public record Ratio(String scenario, String against, String metric, double value, double target, boolean voided) {

    /** Creates one of two good figures. */
    public Ratio(String scenario, String against, String metric, double value, double target) {
        this(scenario, against, metric, value, target, false);
    }

    /** Tells whether the target is met; without a target it is, with a void figure it is not. */
    public boolean met() {
        return target <= 0 || (!voided && value <= target);
    }
}
