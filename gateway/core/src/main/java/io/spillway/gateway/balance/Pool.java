package io.spillway.gateway.balance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Locality;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints of one priority that may be used alike (healthy, degraded or all), by locality: first a locality by its
 * effective weight, then an endpoint by the cluster's balancer. A balancer by hash has all localities in one table, or a key
 * would have an endpoint per locality.
 */
final class Pool {
    static final class Builder {
        private final Part.Kit kit;
        private final List<Part> parts = new ArrayList<>();
        private final List<Long> weights = new ArrayList<>();
        private final List<Part.Place> hashed = new ArrayList<>();

        Builder(Part.Kit kit) {
            this.kit = kit;
        }

        /** Adds a locality; without endpoints or weight it takes nothing. */
        void add(Locality locality, long effectiveWeight, List<Endpoint> endpoints) {
            if (endpoints.isEmpty() || effectiveWeight <= 0) {
                return;
            }
            List<Part.Place> places = endpoints.stream().map(one -> new Part.Place(locality, one)).toList();
            if (Part.byHash(kit.policy())) {
                hashed.addAll(places);
            } else {
                parts.add(new Part(places, kit));
                weights.add(effectiveWeight);
            }
        }

        Pool build() {
            if (!hashed.isEmpty()) {
                // The same order for the same members, whatever the order they came in.
                hashed.sort(Comparator.comparing(place -> place.endpoint().address()));
                parts.add(new Part(hashed, kit));
                weights.add(1L);
            }
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
            count += this.parts[i].size();
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
            count += part.untried(context);
        }
        return count;
    }

    /** Returns an endpoint that was not tried, or null when there is none. */
    Selection.@Nullable Selected pick(EndpointStates states, SelectionContext context, RandomGenerator random,
            int priority, String reason) {
        if (parts.length == 0) {
            return null;
        }
        int drawn = drawPart(random);
        for (int i = 0; i < parts.length; i++) {
            Part part = parts[(drawn + i) % parts.length];
            int picked = part.pick(states, context, random);
            if (picked >= 0) {
                return part.selection(picked, priority, reason);
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
