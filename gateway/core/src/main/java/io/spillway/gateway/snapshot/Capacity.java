package io.spillway.gateway.snapshot;

/**
 * What stands behind the gateways of another IDC, as that IDC says.
 *
 * @param declaredWeight the weight of all instances
 * @param healthyWeight the weight of those that serve, at most {@code declaredWeight}
 */
public record Capacity(int declaredWeight, int healthyWeight) {
    public Capacity {
        if (declaredWeight < 1 || healthyWeight < 0 || healthyWeight > declaredWeight) {
            throw new IllegalArgumentException("capacity: " + healthyWeight + " of " + declaredWeight
                    + " (expected: 0..declared of at least 1)");
        }
    }
}
