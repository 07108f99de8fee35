package io.spillway.gateway.balance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a cluster, or of a part of it by labels, what this gateway uses of it where each uses a few of many. Made once
 * per cluster object. Used by one thread.
 */
final class Narrowing {
    private record Made(XdsCluster from, XdsCluster mine) {}

    private final double position;
    private final Map<String, Made> made = new HashMap<>();

    Narrowing(double position) {
        this.position = position;
    }

    /** Returns the cluster to choose from. */
    // Identity is meant: what is made is made once per cluster object.
    @SuppressWarnings("ReferenceEquality")
    XdsCluster of(XdsCluster cluster) {
        if (cluster.balance().endpointLimit() == 0) {
            return cluster;
        }
        @Nullable
        Made known = made.get(cluster.key());
        if (known == null || known.from() != cluster) {
            known = new Made(cluster, narrow(cluster));
            made.put(cluster.key(), known);
        }
        return known.mine();
    }

    void retain(Set<String> keys) {
        made.keySet().retainAll(keys);
    }

    private XdsCluster narrow(XdsCluster cluster) {
        List<PriorityLevel> levels = new ArrayList<>();
        for (PriorityLevel level : cluster.priorities()) {
            levels.add(Aperture.narrow(level, position, cluster.balance().endpointLimit()));
        }
        return cluster.part(cluster.key(), levels);
    }
}
