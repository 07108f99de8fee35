package io.spillway.gateway.snapshot;

import java.util.List;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * The endpoints of one locality in one priority.
 *
 * @param locality where they are
 * @param weight the locality's share of its priority; 0 in all localities of a priority means that
 *        it makes no difference where an endpoint is
 * @param endpoints the endpoints, in the order received
 * @param capacity what stands behind them when they are gateways and their IDC says it, else null
 * @param figures by how much load requests are divided; null when the control plane does not know it
 */
public record LocalityEndpoints(Locality locality, int weight, List<Endpoint> endpoints, @Nullable Capacity capacity,
        @Nullable LoadFigures figures) {
    public LocalityEndpoints {
        requireNonNull(locality, "locality");
        if (weight < 0) {
            throw new IllegalArgumentException("weight of locality " + locality + ": " + weight + " (expected: >= 0)");
        }
        endpoints = List.copyOf(endpoints);
    }

    /** Creates endpoints that are all there is. */
    public LocalityEndpoints(Locality locality, int weight, List<Endpoint> endpoints) {
        this(locality, weight, endpoints, null, null);
    }

    /** Creates endpoints that are divided by their number. */
    public LocalityEndpoints(Locality locality, int weight, List<Endpoint> endpoints, @Nullable Capacity capacity) {
        this(locality, weight, endpoints, capacity, null);
    }

    /** Returns the locality without a weight. */
    public LocalityEndpoints withoutWeight() {
        return new LocalityEndpoints(locality, 0, endpoints, capacity, figures);
    }

    /** Returns the locality with other endpoints. */
    public LocalityEndpoints withEndpoints(List<Endpoint> others) {
        return new LocalityEndpoints(locality, weight, others, capacity, figures);
    }
}
