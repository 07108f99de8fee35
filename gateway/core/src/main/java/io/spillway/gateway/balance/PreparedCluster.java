package io.spillway.gateway.balance;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.LoadFigures;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/** A cluster made ready for selection: true for one cluster object and one epoch of endpoint states. */
final class PreparedCluster {
    private final XdsCluster cluster;
    private final long epoch;
    private final PreparedLevel[] levels;
    /** Loads when the priorities before the index are left out. */
    private final PriorityLoads[] loads;
    private final Demand.@Nullable Meter demand;
    /** Requests per second that this gateway is asked for, negative when not known. */
    private final double own;
    private final boolean byFigures;
    /** Requests per second that may go to other IDCs. */
    private final Map<String, Double> shares = new HashMap<>();
    /** The addresses that are usable, and since when if not always; empty when nobody asks. */
    private final Set<String> usable = new HashSet<>();
    private final Map<String, Long> usableSince = new HashMap<>();

    PreparedCluster(XdsCluster cluster, EndpointStates states, long epoch, @Nullable PreparedCluster before,
            LoadBalancers.Tools tools) {
        this.cluster = cluster;
        this.epoch = epoch;
        this.demand = anyFigures(cluster) ? tools.demand().meter(cluster.name()) : null;
        Predicate<Endpoint> ejected = one -> states.ejected(cluster.service(), one);
        if (!cluster.balance().slowStart().window().isZero()) {
            noteUsable(ejected, before, tools.ticker().nanos());
        }
        Part.Kit kit = new Part.Kit(cluster.balance(), tools.prepared(), usableSince, tools.ticker());
        PreparedLevel[] prepared = levels(cluster, ejected, kit);
        if (!anyAvailable(prepared)) {
            // The last endpoint over all priorities is never ejected: when the ejections of several services and of
            // failed connects leave nothing, they do not hold for this cluster.
            prepared = levels(cluster, _ -> false, kit);
        }
        this.levels = prepared;
        this.loads = new PriorityLoads[Math.max(1, levels.length)];
        this.own = demand == null ? -1 : tools.demand().of(cluster.name());
        this.byFigures = demand != null && tools.figures().fresh();
        for (int first = 0; first < loads.length; first++) {
            loads[first] = loadsFrom(first);
        }
        if (byFigures) {
            noteShares();
        }
    }

    private static boolean anyFigures(XdsCluster cluster) {
        for (PriorityLevel level : cluster.priorities()) {
            for (LocalityEndpoints locality : level.localities()) {
                if (locality.figures() != null) {
                    return true;
                }
            }
        }
        return false;
    }

    private void noteShares() {
        for (PreparedLevel level : levels) {
            LoadFigures told = level.figures();
            if (told != null && level.abroad()) {
                shares.put(level.idc(), CapacitySpill.share(told, own));
            }
        }
    }

    /** Who is usable now and was not before begins to warm up; of a cluster that is seen for the first time nobody does. */
    private void noteUsable(Predicate<Endpoint> ejected, @Nullable PreparedCluster before, long now) {
        for (PriorityLevel level : cluster.priorities()) {
            for (LocalityEndpoints locality : level.localities()) {
                for (Endpoint endpoint : locality.endpoints()) {
                    String address = endpoint.address();
                    if (endpoint.health() != Health.HEALTHY || ejected.test(endpoint)) {
                        continue;
                    }
                    usable.add(address);
                    if (before != null) {
                        Long since = before.usable.contains(address)
                                ? before.usableSince.get(address)
                                : Long.valueOf(now);
                        if (since != null && now - since < cluster.balance().slowStart().window().toNanos()) {
                            usableSince.put(address, since);
                        }
                    }
                }
            }
        }
    }

    private static PreparedLevel[] levels(XdsCluster cluster, Predicate<Endpoint> ejected, Part.Kit kit) {
        List<PriorityLevel> given = cluster.priorities();
        PreparedLevel[] levels = new PreparedLevel[given.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = new PreparedLevel(given.get(i), cluster.policy().overprovisioningFactor(), ejected, kit);
        }
        return levels;
    }

    private static boolean anyAvailable(PreparedLevel[] levels) {
        for (PreparedLevel level : levels) {
            if (level.healthy().size() + level.degraded().size() > 0) {
                return true;
            }
        }
        return false;
    }

    private PriorityLoads loadsFrom(int first) {
        PriorityLoads.Census[] censuses = new PriorityLoads.Census[levels.length];
        boolean anyBefore = false;
        for (int i = 0; i < levels.length; i++) {
            censuses[i] = i < first ? PriorityLoads.Census.EMPTY : census(levels[i], !anyBefore);
            anyBefore |= censuses[i].available();
        }
        ClusterPolicy policy = cluster.policy();
        return PriorityLoads.of(censuses, policy.overprovisioningFactor(), policy.panicThreshold());
    }

    /** Where the control plane tells how much load there is and who can carry it, that decides; else the numbers do. */
    private PriorityLoads.Census census(PreparedLevel level, boolean needed) {
        LoadFigures told = byFigures ? level.figures() : null;
        if (told == null) {
            return level.census();
        }
        boolean abroad = level.abroad();
        return level.census().with(abroad
                ? CapacitySpill.abroad(told, own, level.behind(), level.anyUsable(), needed)
                : CapacitySpill.atHome(told, own, level.healthyWeight(), level.weight()), abroad);
    }

    /** Returns how many requests per second may go to an IDC, negative when nobody has said so. */
    double share(String idc) {
        return shares.isEmpty() ? -1 : shares.getOrDefault(idc, -1.0);
    }

    // Identity is meant: comparing all endpoints of two clusters would cost more than preparing one.
    @SuppressWarnings("ReferenceEquality")
    boolean isFor(XdsCluster other, long otherEpoch) {
        return cluster == other && epoch == otherEpoch;
    }

    boolean failOnPanic() {
        return cluster.balance().failOnPanic();
    }

    void countDemand() {
        if (demand != null) {
            demand.increment();
        }
    }

    int count() {
        return levels.length;
    }

    PreparedLevel level(int priority) {
        return levels[priority];
    }

    PriorityLoads loads(int firstPriority) {
        return loads[firstPriority];
    }
}
