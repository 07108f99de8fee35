package io.spillway.model.resource;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A Group that a Route sends requests to.
 *
 * @param weight 0..10000, its part among the groups of the Route
 * @param when requests that go to this group whatever the weights are, null for none
 * @param subset the labels that the workload must have, as the Service's subsets define it; empty to ask for none
 */
public record WeightedGroup(String service, String group, int weight, @Nullable Canary when,
        Map<String, String> subset) {

    public WeightedGroup {
        subset = Ordered.map(subset);
    }

    /** Makes one that asks for no labels. */
    public WeightedGroup(String service, String group, int weight, @Nullable Canary when) {
        this(service, group, weight, when, Map.of());
    }

    /** Makes one that gets its share by weight only. */
    public WeightedGroup(String service, String group, int weight) {
        this(service, group, weight, null, Map.of());
    }

    /** Returns the same with another weight and no further conditions. */
    public WeightedGroup alone() {
        return new WeightedGroup(service, group, 1, null, subset);
    }
}
