package io.spillway.gateway.balance;

import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.Endpoint;

/**
 * The power of two choices: of two drawn, the one with less in flight (Mitzenmacher 2001; Envoy's LEAST_REQUEST for equal
 * weights with {@code choice_count} 2).
 */
final class LeastOfTwo implements Balancer {
    private final Endpoint[] endpoints;
    private final WeightedDraw draw;

    LeastOfTwo(Endpoint[] endpoints) {
        this.endpoints = endpoints;
        this.draw = new WeightedDraw(endpoints);
    }

    @Override
    public int pick(EndpointStates states, SelectionContext context, RandomGenerator random) {
        int first = draw.next(random);
        int second = draw.another(first, random);
        return states.activeRequests(endpoints[second]) < states.activeRequests(endpoints[first]) ? second : first;
    }
}
