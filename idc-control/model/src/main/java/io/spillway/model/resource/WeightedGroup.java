package io.spillway.model.resource;

/**
 * A Group that a Route sends requests to.
 *
 * @param weight 0..10000, its part among the groups of the Route
 */
public record WeightedGroup(String service, String group, int weight) {}
