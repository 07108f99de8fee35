package io.spillway.model.resource;

import java.util.List;

/**
 * How an endpoint is chosen, beside the kind of load balancer.
 *
 * @param hash what a request's endpoint depends on; the first that the request has
 * @param hashBalanceFactor percent of the mean load that an endpoint may have with RING_HASH and MAGLEV, 0 for any
 * @param capacityPerWeight requests per second that one unit of weight carries, 0 when unknown
 * @param endpointLimit how many usable endpoints of a priority one gateway uses, 0 for all
 * @param failOnPanic whether a priority below the panic threshold gets nothing instead of everything
 */
public record Balancing(List<HashSource> hash, int hashBalanceFactor, SlowStart slowStart, SpillKind spill,
        int capacityPerWeight, int endpointLimit, boolean failOnPanic, Subsets subsets) {
    /** By nothing but load. */
    public static final Balancing DEFAULTS = new Balancing(List.of(), 0, SlowStart.DEFAULTS, SpillKind.CAPACITY, 0, 0,
            false, Subsets.NONE);

    public Balancing {
        hash = List.copyOf(hash);
    }
}
