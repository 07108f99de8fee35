package io.spillway.gateway.xds.demand;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What all threads use, by group of a service. Safe for all threads. */
final class Uses {

    private final Map<String, List<Use>> byStem = new ConcurrentHashMap<>();

    Use add(String stem, long nowNanos) {
        Use use = new Use(nowNanos);
        byStem.compute(stem, (_, before) -> {
            List<Use> all = before == null ? new CopyOnWriteArrayList<>() : before;
            all.add(use);
            return all;
        });
        return use;
    }

    /** Retires what nobody has used for so long; returns false, and changes nothing, when somebody has. */
    boolean retire(String stem, long nowNanos, long forNanos) {
        return byStem.computeIfPresent(stem, (_, all) -> retired(all, nowNanos, forNanos) ? null : all) == null;
    }

    private static boolean retired(List<Use> all, long nowNanos, long forNanos) {
        if (!all.stream().allMatch(use -> use.idle(nowNanos, forNanos))) {
            return false;
        }
        all.forEach(use -> use.setRetired(true));
        if (all.stream().allMatch(use -> use.idle(nowNanos, forNanos))) {
            return true;
        }
        all.forEach(use -> use.setRetired(false));
        return false;
    }
}
