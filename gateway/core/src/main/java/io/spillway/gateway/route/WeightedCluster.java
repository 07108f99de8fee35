package io.spillway.gateway.route;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * One of the clusters that a route divides its requests over.
 *
 * @param cluster the xDS cluster's name
 * @param weight its share relative to the others of the route, 0 or more
 * @param subset the labels that its endpoints must have, null for what the cluster gives to whom asks for nothing
 */
public record WeightedCluster(String cluster, int weight, @Nullable Subset subset) {
    public WeightedCluster {
        requireNonNull(cluster, "cluster");
        if (weight < 0) {
            throw new IllegalArgumentException("weight of " + cluster + ": " + weight + " (expected: >= 0)");
        }
    }

    /** Creates one that asks for no labels. */
    public WeightedCluster(String cluster, int weight) {
        this(cluster, weight, null);
    }

    /** Returns the cluster's name, with the subset when there is one, for people. */
    public String description() {
        return subset == null ? cluster : cluster + " [" + subset + "]";
    }
}
