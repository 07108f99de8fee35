package io.spillway.gateway.balance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.BalancePolicy.Subsets;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a cluster the smaller one that a request may use: a subset by labels (Envoy, {@code subsets.rst}), and of that
 * the part of this gateway. Each is made once per cluster object. Used by one thread.
 */
final class Narrowing {
    /** In the names of what is made here; no cluster that xDS names has it. */
    static final char MARK = '\n';

    /** What was made of one cluster; null values are subsets that are not there. */
    private record Made(XdsCluster whole, Map<Map<String, String>, @Nullable XdsCluster> bySubset) {}

    private final double position;
    private final Map<String, Made> made = new HashMap<>();

    Narrowing(double position) {
        this.position = position;
    }

    /** Returns the cluster to choose from, or null when the subset is not there and nothing may stand in. */
    // Identity is meant: what is made is made once per cluster object.
    @SuppressWarnings("ReferenceEquality")
    @Nullable
    XdsCluster of(XdsCluster cluster, Map<String, String> subset) {
        BalancePolicy policy = cluster.balance();
        if (policy.endpointLimit() == 0 && policy.subsets().selectors().isEmpty()
                && policy.subsets().fallback() == BalancePolicy.Fallback.ANY) {
            return cluster;
        }
        Made known = made.get(cluster.name());
        if (known == null || known.whole() != cluster) {
            known = new Made(cluster, new HashMap<>());
            made.put(cluster.name(), known);
        }
        if (!known.bySubset().containsKey(subset)) {
            known.bySubset().put(subset, narrow(cluster, subset));
        }
        return known.bySubset().get(subset);
    }

    void retain(Set<String> clusters) {
        made.keySet().retainAll(clusters);
    }

    private @Nullable XdsCluster narrow(XdsCluster cluster, Map<String, String> asked) {
        Map<String, String> labels = labels(cluster, asked);
        if (labels == null) {
            return null;
        }
        List<PriorityLevel> levels = new ArrayList<>();
        int limit = cluster.balance().endpointLimit();
        for (PriorityLevel level : cluster.priorities()) {
            PriorityLevel with = labels.isEmpty() ? level : with(level, labels);
            levels.add(limit == 0 ? with : Aperture.narrow(with, position, limit));
        }
        return new XdsCluster(cluster.name() + MARK + new TreeMap<>(labels), cluster.service(), cluster.group(),
                levels, cluster.policy(), cluster.balance());
    }

    /** Returns the labels that count, empty for any endpoint, null for none. */
    private static @Nullable Map<String, String> labels(XdsCluster cluster, Map<String, String> asked) {
        Subsets subsets = cluster.balance().subsets();
        if (!asked.isEmpty() && subsets.selectors().contains(asked.keySet()) && exists(cluster, asked)) {
            return asked;
        }
        return switch (subsets.fallback()) {
            case NONE -> null;
            case ANY -> Map.of();
            case DEFAULT -> subsets.defaults().isEmpty() || exists(cluster, subsets.defaults())
                    ? subsets.defaults()
                    : null;
        };
    }

    private static boolean exists(XdsCluster cluster, Map<String, String> labels) {
        return cluster.priorities().stream().flatMap(level -> level.localities().stream())
                .flatMap(locality -> locality.endpoints().stream()).anyMatch(one -> has(one, labels));
    }

    private static boolean has(Endpoint endpoint, Map<String, String> labels) {
        return endpoint.labels().entrySet().containsAll(labels.entrySet());
    }

    /** Gateways of another IDC stay: what is behind them is not labelled here. */
    private static PriorityLevel with(PriorityLevel level, Map<String, String> labels) {
        List<LocalityEndpoints> localities = new ArrayList<>();
        for (LocalityEndpoints locality : level.localities()) {
            localities.add(locality.withEndpoints(locality.endpoints().stream()
                    .filter(one -> one.role() == Endpoint.Role.GATEWAY || has(one, labels)).toList()));
        }
        return new PriorityLevel(level.priority(), localities);
    }
}
