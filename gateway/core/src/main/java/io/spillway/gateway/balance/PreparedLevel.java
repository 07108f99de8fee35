package io.spillway.gateway.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.spillway.gateway.snapshot.Capacity;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.LoadFigures;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import org.jspecify.annotations.Nullable;

/** One priority, sorted into what is healthy, degraded and altogether there. */
final class PreparedLevel {
    private final PriorityLevel level;
    private final Part.Kit kit;
    private final long healthyWeight;
    private final long weight;
    private final boolean anyUsable;
    private final PriorityLoads.Census census;
    private final Pool healthy;
    private final Pool degraded;
    private final Pool all;

    PreparedLevel(PriorityLevel level, int overprovisioningFactor, Predicate<Endpoint> ejected, Part.Kit kit) {
        this.level = level;
        this.kit = kit;
        List<List<Endpoint>> members = new ArrayList<>();
        boolean anyWeight = level.localities().stream().flatMap(one -> one.endpoints().stream())
                .anyMatch(PreparedLevel::hasWeight);
        for (LocalityEndpoints locality : level.localities()) {
            members.add(locality.endpoints().stream().filter(one -> one.health() != Health.DRAINING)
                    .filter(one -> one.weight() > 0 || !anyWeight).toList());
        }
        Predicate<Endpoint> isHealthy = one -> one.health() == Health.HEALTHY && !ejected.test(one);
        Predicate<Endpoint> isDegraded = one -> one.health() == Health.DEGRADED && !ejected.test(one);
        this.healthy = pool(members, overprovisioningFactor, isHealthy);
        this.degraded = pool(members, overprovisioningFactor, isDegraded);
        this.all = panicPool(members);
        this.healthyWeight = members.stream().flatMap(List::stream).filter(isHealthy).mapToLong(Endpoint::weight).sum();
        this.weight = members.stream().flatMap(List::stream).mapToLong(Endpoint::weight).sum();
        this.anyUsable = count(members, isHealthy) + count(members, isDegraded) > 0;
        this.census = census(members, isHealthy, isDegraded);
    }

    private PriorityLoads.Census census(List<List<Endpoint>> members, Predicate<Endpoint> isHealthy,
            Predicate<Endpoint> isDegraded) {
        int hosts = count(members, _ -> true);
        int whole = count(members, isHealthy);
        int impaired = count(members, isDegraded);
        PriorityLoads.Census census = kit.policy().weightedHealth()
                ? PriorityLoads.Census.weighted(hosts, whole + impaired,
                        weight(members, _ -> true), weight(members, isHealthy), weight(members, isDegraded))
                : new PriorityLoads.Census(hosts, whole, impaired);
        Capacity behind = behind();
        return behind == null
                ? census
                : census.with(CapacitySpill.behindGateways(behind, whole + impaired > 0), true);
    }

    /** Endpoints in a locality without weight count, though they serve only when nobody else does. */
    private static int count(List<List<Endpoint>> members, Predicate<Endpoint> counted) {
        return (int) members.stream().flatMap(List::stream).filter(counted).count();
    }

    private static int weight(List<List<Endpoint>> members, Predicate<Endpoint> counted) {
        long sum = members.stream().flatMap(List::stream).filter(counted).mapToLong(Endpoint::weight).sum();
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }

    /** Returns what is behind the gateways of all localities, or null when one does not say it. */
    @Nullable
    Capacity behind() {
        int declared = 0;
        int serving = 0;
        for (LocalityEndpoints locality : level.localities()) {
            Capacity capacity = locality.capacity();
            if (capacity == null) {
                return null;
            }
            declared += capacity.declaredWeight();
            serving += capacity.healthyWeight();
        }
        return declared == 0 ? null : new Capacity(declared, serving);
    }

    /** Returns by how much load the level is judged, or null when it is not told of all its localities. */
    @Nullable
    LoadFigures figures() {
        LoadFigures sum = null;
        for (LocalityEndpoints locality : level.localities()) {
            LoadFigures told = locality.figures();
            if (told == null) {
                return null;
            }
            sum = sum == null ? told : sum.and(told);
        }
        return sum;
    }

    /** Returns whether its endpoints are the gateways of another IDC. */
    boolean abroad() {
        return level.localities().stream().flatMap(one -> one.endpoints().stream())
                .anyMatch(one -> one.role() == Endpoint.Role.GATEWAY);
    }

    private static boolean hasWeight(Endpoint endpoint) {
        return endpoint.weight() > 0 && endpoint.health() != Health.DRAINING;
    }

    private boolean weighted() {
        return level.localities().stream().anyMatch(one -> one.weight() > 0);
    }

    private Pool pool(List<List<Endpoint>> members, int factor, Predicate<Endpoint> usable) {
        Pool.Builder builder = new Pool.Builder(kit);
        for (int i = 0; i < members.size(); i++) {
            LocalityEndpoints locality = level.localities().get(i);
            List<Endpoint> used = members.get(i).stream().filter(usable).toList();
            builder.add(locality.locality(), effectiveWeight(locality, factor, used.size(), members.get(i).size()),
                    used);
        }
        return weighted() ? builder.byLocality() : builder.together();
    }

    /** As in Envoy, localities do not count in panic, but for a balancer by hash: its keys would all move. */
    private Pool panicPool(List<List<Endpoint>> members) {
        Pool.Builder builder = new Pool.Builder(kit);
        for (int i = 0; i < members.size(); i++) {
            LocalityEndpoints locality = level.localities().get(i);
            builder.add(locality.locality(), locality.weight(), members.get(i));
        }
        return weighted() && Part.byHash(kit.policy()) ? builder.byLocality() : builder.together();
    }

    /**
     * Envoy's locality arithmetic: a locality keeps its weight until less than 1/1.4 of it can be used. By hash it keeps it
     * altogether.
     */
    private long effectiveWeight(LocalityEndpoints locality, int factor, int used, int members) {
        return Part.byHash(kit.policy()) || members == 0
                ? locality.weight()
                : locality.weight() * Math.min(100L, (long) factor * used / members);
    }

    String idc() {
        return level.idc();
    }

    PriorityLoads.Census census() {
        return census;
    }

    /** Returns the sum of the weights of what is healthy. */
    long healthyWeight() {
        return healthyWeight;
    }

    /** Returns the sum of the weights of all that may be used. */
    long weight() {
        return weight;
    }

    /** Returns whether anybody in it is healthy or degraded. */
    boolean anyUsable() {
        return anyUsable;
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
