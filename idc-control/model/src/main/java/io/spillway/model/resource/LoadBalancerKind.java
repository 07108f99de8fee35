package io.spillway.model.resource;

/** How an endpoint is chosen within a locality. */
public enum LoadBalancerKind {
    LEAST_REQUEST, ROUND_ROBIN, RANDOM, PEAK_EWMA, RING_HASH, MAGLEV
}
