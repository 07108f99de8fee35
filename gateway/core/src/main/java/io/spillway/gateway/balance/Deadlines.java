package io.spillway.gateway.balance;

import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.Endpoint;

/**
 * Earliest deadline first: each endpoint's next turn is {@code 1 / weight} after its last (Envoy,
 * {@code edf_scheduler.h}). With bias 0 a smooth weighted round robin; with another the weight of a turn is
 * {@code weight / (active + 1)^bias}, which is Envoy's LEAST_REQUEST for unequal weights. A turn costs the logarithm of the
 * number of endpoints.
 */
final class Deadlines implements Balancer {
    private final Endpoint[] endpoints;
    private final double bias;
    /** A heap of indices; the first one's turn is next, of equal deadlines the one that waits longer. */
    private final int[] heap;
    private final double[] deadline;
    private final long[] order;
    private long turns;
    private boolean begun;

    Deadlines(Endpoint[] endpoints, double bias) {
        this.endpoints = endpoints;
        this.bias = bias;
        this.heap = new int[endpoints.length];
        this.deadline = new double[endpoints.length];
        this.order = new long[endpoints.length];
        for (int i = 0; i < heap.length; i++) {
            heap[i] = i;
        }
    }

    @Override
    public int pick(EndpointStates states, SelectionContext context, RandomGenerator random) {
        if (!begun) {
            begin(random);
        }
        int turn = heap[0];
        deadline[turn] += 1 / weight(turn, states);
        order[turn] = turns++;
        sink(0);
        return turn;
    }

    /** Each loop begins somewhere else, or all of them would ask the same endpoint first. */
    private void begin(RandomGenerator random) {
        begun = true;
        int offset = random.nextInt(endpoints.length);
        for (int i = 0; i < endpoints.length; i++) {
            double step = 1.0 / Math.max(1, endpoints[i].weight());
            deadline[i] = WeightedDraw.equal(endpoints) ? step : step * (1 - random.nextDouble());
            order[i] = Math.floorMod(i + offset, endpoints.length);
        }
        turns = endpoints.length;
        for (int i = heap.length / 2 - 1; i >= 0; i--) {
            sink(i);
        }
    }

    private double weight(int index, EndpointStates states) {
        double weight = Math.max(1, endpoints[index].weight());
        if (bias == 0) {
            return weight;
        }
        int active = states.activeRequests(endpoints[index]);
        return bias == 1 ? weight / (active + 1) : weight / Math.pow(active + 1, bias);
    }

    private void sink(int from) {
        int at = from;
        int moving = heap[at];
        while (2 * at + 1 < heap.length) {
            int child = 2 * at + 1;
            if (child + 1 < heap.length && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], moving)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = moving;
    }

    private boolean before(int one, int other) {
        return deadline[one] < deadline[other] || (deadline[one] == deadline[other] && order[one] < order[other]);
    }
}
