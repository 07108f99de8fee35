package io.spillway.model.resource;

/**
 * Bounds of what one gateway does at once towards one XdsCluster.
 *
 * @param usual for requests of the classes DEFAULT and SHEDDABLE
 * @param critical for requests of the class CRITICAL, which are counted apart
 */
public record CircuitBreakers(BreakerBounds usual, BreakerBounds critical) {

    /** Far above what a healthy gateway needs. */
    public static final CircuitBreakers DEFAULTS = new CircuitBreakers(BreakerBounds.DEFAULTS,
            BreakerBounds.DEFAULTS);
}
