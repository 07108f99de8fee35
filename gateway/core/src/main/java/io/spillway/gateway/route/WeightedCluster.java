package io.spillway.gateway.route;

import static java.util.Objects.requireNonNull;

/**
 * One of the clusters that a route divides its requests over.
 *
 * @param cluster the xDS cluster's name
 * @param weight its share relative to the others of the route, 0 or more
 */
public record WeightedCluster(String cluster, int weight) {
    public WeightedCluster {
        requireNonNull(cluster, "cluster");
        if (weight < 0) {
            throw new IllegalArgumentException("weight of " + cluster + ": " + weight + " (expected: >= 0)");
        }
    }
}
