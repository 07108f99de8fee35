package io.spillway.gateway.balance;

import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.Endpoint;

/**
 * Picks one of a fixed array of endpoints that may be used alike. Made for that array, used by one thread, does not
 * allocate.
 */
interface Balancer {
    /** Returns the index of the endpoint for a first attempt. */
    int pick(EndpointStates states, SelectionContext context, RandomGenerator random);

    /**
     * Returns the balancer of a policy. A single endpoint needs none of them.
     *
     * @param endpoints at least one, with weights of which at least one is above 0 unless all are 0
     * @param shares of the keys, for balancers by hash: in proportion to each other, each above 0
     * @param shared what is prepared beside the event loop, and the latencies that this thread has seen
     */
    static Balancer of(BalancePolicy policy, Endpoint[] endpoints, double[] shares, Prepared shared) {
        if (endpoints.length == 1) {
            return (_, _, _) -> 0;
        }
        boolean equal = WeightedDraw.equal(endpoints);
        return switch (policy.method()) {
            case RANDOM -> {
                WeightedDraw draw = new WeightedDraw(endpoints);
                yield (_, _, random) -> draw.next(random);
            }
            case ROUND_ROBIN -> new Deadlines(endpoints, 0);
            case LEAST_REQUEST -> equal
                    ? new LeastOfTwo(endpoints)
                    : new Deadlines(endpoints, policy.activeBias());
            case PEAK_EWMA -> new PeakEwmaOfTwo(endpoints, shared);
            case RING_HASH, MAGLEV -> new HashBalancer(endpoints, shares, policy, shared);
        };
    }

    /**
     * What balancers share.
     *
     * @param tables the hash tables of all loops
     * @param latencies the latencies that this loop has seen
     */
    record Prepared(HashTables tables, Latencies latencies) {}
}
