package io.spillway.gateway.balance;

import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.Endpoint;

/** Of two drawn by weight, the one with the smaller {@link PeakEwma} load. */
final class PeakEwmaOfTwo implements Balancer {
    private final Endpoint[] endpoints;
    private final PeakEwma[] costs;
    private final WeightedDraw draw;
    private final Latencies latencies;

    PeakEwmaOfTwo(Endpoint[] endpoints, Prepared shared) {
        this.endpoints = endpoints;
        this.draw = new WeightedDraw(endpoints);
        this.latencies = shared.latencies();
        this.costs = new PeakEwma[endpoints.length];
        for (int i = 0; i < costs.length; i++) {
            costs[i] = latencies.of(endpoints[i]);
        }
    }

    @Override
    public int pick(EndpointStates states, SelectionContext context, RandomGenerator random) {
        int first = draw.next(random);
        int second = draw.another(first, random);
        long now = latencies.now();
        return load(second, states, now) < load(first, states, now) ? second : first;
    }

    private double load(int index, EndpointStates states, long now) {
        return costs[index].load(states.activeRequests(endpoints[index]), now);
    }
}
