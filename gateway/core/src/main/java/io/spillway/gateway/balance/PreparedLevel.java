package io.spillway.gateway.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;

/** One priority, sorted into what is healthy, degraded and altogether there. */
final class PreparedLevel {
    private final PriorityLevel level;
    private final PriorityLoads.Census census;
    private final Pool healthy;
    private final Pool degraded;
    private final Pool all;

    PreparedLevel(PriorityLevel level, int overprovisioningFactor, Predicate<Endpoint> ejected) {
        this.level = level;
        List<List<Endpoint>> members = new ArrayList<>();
        boolean weighted = level.localities().stream().anyMatch(one -> one.weight() > 0);
        boolean anyWeight = level.localities().stream().flatMap(one -> one.endpoints().stream())
                .anyMatch(PreparedLevel::hasWeight);
        for (LocalityEndpoints locality : level.localities()) {
            members.add(locality.endpoints().stream().filter(one -> one.health() != Health.DRAINING)
                    .filter(one -> one.weight() > 0 || !anyWeight).toList());
        }
        Predicate<Endpoint> isHealthy = one -> one.health() == Health.HEALTHY && !ejected.test(one);
        Predicate<Endpoint> isDegraded = one -> one.health() == Health.DEGRADED && !ejected.test(one);
        this.healthy = pool(members, weighted, overprovisioningFactor, isHealthy);
        this.degraded = pool(members, weighted, overprovisioningFactor, isDegraded);
        this.all = pool(members, weighted, overprovisioningFactor, _ -> true);
        this.census = new PriorityLoads.Census(members.stream().mapToInt(List::size).sum(),
                (int) members.stream().flatMap(List::stream).filter(isHealthy).count(),
                (int) members.stream().flatMap(List::stream).filter(isDegraded).count());
    }

    private static boolean hasWeight(Endpoint endpoint) {
        return endpoint.weight() > 0 && endpoint.health() != Health.DRAINING;
    }

    private Pool pool(List<List<Endpoint>> members, boolean weighted, int factor, Predicate<Endpoint> usable) {
        Pool.Builder builder = new Pool.Builder();
        for (int i = 0; i < members.size(); i++) {
            LocalityEndpoints locality = level.localities().get(i);
            List<Endpoint> used = members.get(i).stream().filter(usable).toList();
            builder.add(locality.locality(), effectiveWeight(locality, weighted, factor, used, members.get(i).size()),
                    used);
        }
        return builder.build();
    }

    /** Envoy's locality arithmetic: a locality keeps its weight until less than 1/1.4 of it can be used. */
    private static long effectiveWeight(LocalityEndpoints locality, boolean weighted, int factor, List<Endpoint> used,
            int members) {
        if (weighted) {
            return members == 0 ? 0 : locality.weight() * Math.min(100L, (long) factor * used.size() / members);
        }
        long sum = 0;
        for (Endpoint endpoint : used) {
            sum += endpoint.weight();
        }
        return Math.max(sum, used.size());
    }

    String idc() {
        return level.idc();
    }

    PriorityLoads.Census census() {
        return census;
    }

    Pool healthy() {
        return healthy;
    }

    Pool degraded() {
        return degraded;
    }

    Pool all() {
        return all;
    }
}
