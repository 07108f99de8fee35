package io.spillway.gateway.snapshot;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * The endpoints of one locality in one priority.
 *
 * @param locality where they are
 * @param weight the locality's share of its priority; 0 in all localities of a priority means: by the endpoints' weights
 * @param endpoints the endpoints, in the order received
 */
public record LocalityEndpoints(Locality locality, int weight, List<Endpoint> endpoints) {
    public LocalityEndpoints {
        requireNonNull(locality, "locality");
        if (weight < 0) {
            throw new IllegalArgumentException("weight of locality " + locality + ": " + weight + " (expected: >= 0)");
        }
        endpoints = List.copyOf(endpoints);
    }
}
