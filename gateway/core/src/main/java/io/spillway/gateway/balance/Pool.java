package io.spillway.gateway.balance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Locality;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints of one priority that may be used alike (healthy, degraded or all). Where localities have weights, first a locality
 * is drawn, then an endpoint of it by the cluster's balancer; else one balancer has all of them. A balancer by hash always has
 * all, or a key would have an endpoint per locality: a locality's weight is divided among its endpoints there.
 */
final class Pool {
    static final class Builder {
        private record Members(Locality locality, long weight, List<Endpoint> endpoints) {
            /** Returns the endpoints, which share what the locality has. */
            List<Part.Place> places(double whole) {
                double sum = endpoints.stream().mapToDouble(Builder::weight).sum();
                return endpoints.stream()
                        .map(one -> new Part.Place(locality, one, whole * Builder.weight(one) / sum)).toList();
            }

            List<Part.Place> places() {
                return endpoints.stream().map(one -> new Part.Place(locality, one, Builder.weight(one))).toList();
            }
        }

        private final Part.Kit kit;
        private final List<Members> localities = new ArrayList<>();

        Builder(Part.Kit kit) {
            this.kit = kit;
        }

        /** Adds a locality; without endpoints it takes nothing. */
        void add(Locality locality, long weight, List<Endpoint> endpoints) {
            if (!endpoints.isEmpty()) {
                localities.add(new Members(locality, weight, endpoints));
            }
        }

        /** Returns a pool in which the weights of the localities do not count. */
        Pool together() {
            return whole(localities.stream().flatMap(one -> one.places().stream()));
        }

        /** Returns a pool in which they do; when nobody has one, and somebody must serve, they do not count either. */
        Pool byLocality() {
            List<Members> weighted = localities.stream().filter(one -> one.weight() > 0).toList();
            if (weighted.isEmpty()) {
                return together();
            }
            return Part.byHash(kit.policy())
                    ? whole(weighted.stream().flatMap(one -> one.places((double) one.weight()).stream()))
                    : new Pool(weighted.stream().map(one -> new Part(one.places(), kit)).toList(),
                            weighted.stream().map(Members::weight).toList());
        }

        private Pool whole(Stream<Part.Place> places) {
            // The same order for the same members, whatever the order they came in: a hash table depends on it.
            List<Part.Place> sorted = places
                    .sorted(Comparator.comparing((Part.Place place) -> place.endpoint().address())).toList();
            return sorted.isEmpty()
                    ? new Pool(List.of(), List.of())
                    : new Pool(List.of(new Part(sorted, kit)), List.of(1L));
        }

        private static double weight(Endpoint endpoint) {
            return Math.max(1, endpoint.weight());
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
