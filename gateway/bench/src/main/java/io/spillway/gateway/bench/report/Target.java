package io.spillway.gateway.bench.report;

/**
 * What a figure of ours should not exceed, in its own unit.
 *
 * @param scenario the case
 * @param metric the field
 * @param value what was measured
 * @param limit the most that it should be
 * @param voided whether the figure means nothing: neither met nor missed
 */
public record Target(String scenario, String metric, double value, double limit, boolean voided) {

    /** Tells whether it is met; with a void figure it is not. */
    public boolean met() {
        return !voided && value <= limit;
    }
}
