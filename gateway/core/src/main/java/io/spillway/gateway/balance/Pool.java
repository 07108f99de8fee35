package io.spillway.gateway.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Locality;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints of one priority that may be used alike (healthy, degraded or all), by locality. First a locality by its
 * effective weight, then power of two choices: two draws by weight, and the one with less in flight relative to its weight.
 */
final class Pool {
    private static final class Part {
        private final Locality locality;
        private final Endpoint[] endpoints;
        /** Running sums of the weights, or null when all weights are equal. */
        private final int @Nullable [] sums;

        Part(Locality locality, List<Endpoint> endpoints) {
            this.locality = locality;
            this.endpoints = endpoints.toArray(Endpoint[]::new);
            boolean equal = true;
            for (Endpoint endpoint : endpoints) {
                equal &= endpoint.weight() == this.endpoints[0].weight();
            }
            this.sums = equal ? null : runningSums(this.endpoints);
        }

        private static int[] runningSums(Endpoint[] endpoints) {
            int[] sums = new int[endpoints.length];
            int sum = 0;
            for (int i = 0; i < endpoints.length; i++) {
                sum = Math.addExact(sum, endpoints[i].weight());
                sums[i] = sum;
            }
            return sums;
        }

        private int draw(int @Nullable [] weights, RandomGenerator random) {
            if (weights == null) {
                return random.nextInt(endpoints.length);
            }
            int point = random.nextInt(weights[weights.length - 1]);
            int low = 0;
            int high = weights.length - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (weights[middle] > point) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        private Endpoint pick(EndpointStates states, RandomGenerator random) {
            if (endpoints.length == 1) {
                return endpoints[0];
            }
            int first = draw(sums, random);
            int second;
            if (sums == null) {
                second = random.nextInt(endpoints.length - 1);
                second += second >= first ? 1 : 0;
            } else {
                second = draw(sums, random);
            }
            return first == second ? endpoints[first] : lessLoaded(endpoints[first], endpoints[second], states);
        }

        private static Endpoint lessLoaded(Endpoint one, Endpoint other, EndpointStates states) {
            long oneLoad = (long) states.activeRequests(one) * Math.max(1, other.weight());
            long otherLoad = (long) states.activeRequests(other) * Math.max(1, one.weight());
            return oneLoad <= otherLoad ? one : other;
        }

        private @Nullable Endpoint pickUntried(EndpointStates states, SelectionContext context,
                RandomGenerator random) {
            Endpoint best = null;
            int start = random.nextInt(endpoints.length);
            for (int i = 0; i < endpoints.length; i++) {
                Endpoint endpoint = endpoints[(start + i) % endpoints.length];
                if (!context.wasTried(endpoint)) {
                    best = best == null ? endpoint : lessLoaded(best, endpoint, states);
                }
            }
            return best;
        }
    }

    /** What was picked. */
    record Pick(Locality locality, Endpoint endpoint) {}

    static final class Builder {
        private final List<Part> parts = new ArrayList<>();
        private final List<Long> weights = new ArrayList<>();

        /** Adds a locality; without endpoints or weight it takes nothing. */
        void add(Locality locality, long effectiveWeight, List<Endpoint> endpoints) {
            if (!endpoints.isEmpty() && effectiveWeight > 0) {
                parts.add(new Part(locality, endpoints));
                weights.add(effectiveWeight);
            }
        }

        Pool build() {
            return new Pool(parts, weights);
        }
    }

    private final Part[] parts;
    private final long[] sums;
    private final int size;

    private Pool(List<Part> parts, List<Long> weights) {
        this.parts = parts.toArray(Part[]::new);
        this.sums = new long[this.parts.length];
        long sum = 0;
        int count = 0;
        for (int i = 0; i < sums.length; i++) {
            sum = Math.addExact(sum, weights.get(i));
            sums[i] = sum;
            count += this.parts[i].endpoints.length;
        }
        this.size = count;
    }

    int size() {
        return size;
    }

    /** Returns how many endpoints of the pool were not tried. */
    int untried(SelectionContext context) {
        int count = 0;
        for (Part part : parts) {
            for (Endpoint endpoint : part.endpoints) {
                count += context.wasTried(endpoint) ? 0 : 1;
            }
        }
        return count;
    }

    /** Returns an endpoint that was not tried, or null when there is none. */
    @Nullable
    Pick pick(EndpointStates states, SelectionContext context, RandomGenerator random) {
        if (parts.length == 0) {
            return null;
        }
        int drawn = drawPart(random);
        if (context.tried().isEmpty()) {
            return new Pick(parts[drawn].locality, parts[drawn].pick(states, random));
        }
        for (int i = 0; i < parts.length; i++) {
            Part part = parts[(drawn + i) % parts.length];
            Endpoint endpoint = part.pickUntried(states, context, random);
            if (endpoint != null) {
                return new Pick(part.locality, endpoint);
            }
        }
        return null;
    }

    private int drawPart(RandomGenerator random) {
        if (parts.length == 1) {
            return 0;
        }
        long point = random.nextLong(sums[sums.length - 1]);
        int at = 0;
        while (sums[at] <= point) {
            at++;
        }
        return at;
    }
}
