package io.spillway.gateway.balance;

import java.util.List;
import java.util.function.Predicate;

import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.XdsCluster;

/** A cluster made ready for selection: true for one cluster object and one epoch of endpoint states. */
final class PreparedCluster {
    private final XdsCluster cluster;
    private final long epoch;
    private final PreparedLevel[] levels;
    /** Loads when the priorities before the index are left out. */
    private final PriorityLoads[] loads;

    PreparedCluster(XdsCluster cluster, EndpointStates states, long epoch) {
        this.cluster = cluster;
        this.epoch = epoch;
        PreparedLevel[] prepared = levels(cluster, one -> states.ejected(cluster.service(), one));
        if (!anyAvailable(prepared)) {
            // The last endpoint over all priorities is never ejected: when the ejections of several services and of
            // failed connects leave nothing, they do not hold for this cluster.
            prepared = levels(cluster, _ -> false);
        }
        this.levels = prepared;
        this.loads = new PriorityLoads[Math.max(1, levels.length)];
        for (int first = 0; first < loads.length; first++) {
            loads[first] = loadsFrom(first);
        }
    }

    private static PreparedLevel[] levels(XdsCluster cluster, Predicate<Endpoint> ejected) {
        List<PriorityLevel> given = cluster.priorities();
        PreparedLevel[] levels = new PreparedLevel[given.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = new PreparedLevel(given.get(i), cluster.policy().overprovisioningFactor(), ejected);
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
        for (int i = 0; i < levels.length; i++) {
            censuses[i] = i < first ? PriorityLoads.Census.EMPTY : levels[i].census();
        }
        ClusterPolicy policy = cluster.policy();
        return PriorityLoads.of(censuses, policy.overprovisioningFactor(), policy.panicThreshold());
    }

    // Identity is meant: comparing all endpoints of two clusters would cost more than preparing one.
    @SuppressWarnings("ReferenceEquality")
    boolean isFor(XdsCluster other, long otherEpoch) {
        return cluster == other && epoch == otherEpoch;
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
