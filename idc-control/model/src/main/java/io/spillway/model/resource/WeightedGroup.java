package io.spillway.model.resource;

import org.jspecify.annotations.Nullable;

/**
 * A Group that a Route sends requests to.
 *
 * @param weight 0..10000, its part among the groups of the Route
 * @param when requests that go to this group whatever the weights are, null for none
 */
public record WeightedGroup(String service, String group, int weight, @Nullable Canary when) {

    /** Makes one that gets its share by weight only. */
    public WeightedGroup(String service, String group, int weight) {
        this(service, group, weight, null);
    }
}
