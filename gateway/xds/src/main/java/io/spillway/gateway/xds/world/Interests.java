package io.spillway.gateway.xds.world;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.spillway.gateway.xds.demand.Demand;
import io.spillway.wire.xds.XdsNames;

/** The clusters that an on-demand gateway wants, by group of a service. Used by the owner thread of its {@link World}. */
final class Interests {

    private final Map<String, Set<String>> byStem = new HashMap<>();

    /** Wants this cluster, and with it the group's own over all IDCs. Returns all that is wanted of the group now. */
    Set<String> want(String cluster) {
        String stem = Demand.stem(cluster);
        Set<String> names = byStem.computeIfAbsent(stem, _ -> new TreeSet<>());
        names.add(stem);
        names.add(cluster);
        return Set.copyOf(names);
    }

    /** A cluster of a wanted group came and names the IDCs that have a variant. Returns all that is wanted of the group now. */
    Set<String> learn(String cluster, Set<String> targets) {
        String stem = Demand.stem(cluster);
        Set<String> names = byStem.getOrDefault(stem, Set.of());
        XdsNames.Parsed parsed = XdsNames.parse(cluster);
        if (!names.isEmpty() && parsed != null) {
            targets.forEach(idc -> names.add(XdsNames.shifted(parsed.service(), parsed.group(), idc)));
        }
        return Set.copyOf(names);
    }

    void forget(String stem) {
        byStem.remove(stem);
    }

    Set<String> stems() {
        return Set.copyOf(byStem.keySet());
    }
}
