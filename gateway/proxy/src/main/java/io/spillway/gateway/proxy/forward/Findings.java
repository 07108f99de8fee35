package io.spillway.gateway.proxy.forward;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

import io.spillway.gateway.failover.Ejection;
import io.spillway.gateway.failover.Pulse;
import io.spillway.gateway.failover.RetestPlan;

/** What the event loops of a gateway tell each other about endpoints. Safe for all threads. */
public final class Findings {
    private record Key(String service, String address) {}

    private final Map<String, Pulse> pulses = new ConcurrentHashMap<>();
    private final Map<Key, RetestPlan> plans = new ConcurrentHashMap<>();

    /** Returns when each endpoint was last heard of, by address. */
    Map<String, Pulse> pulses() {
        return pulses;
    }

    /** Returns when the ejected endpoint is tested; whichever loop comes first tests it. */
    RetestPlan plan(Ejection ejection, long now, RandomGenerator random) {
        return plans.computeIfAbsent(new Key(ejection.service(), ejection.address()),
                _ -> new RetestPlan(now, random));
    }

    /** Forgets the plans of endpoints that are not ejected any more. */
    void retain(Iterable<Ejection> ejections) {
        Map<Key, Boolean> keep = new java.util.HashMap<>();
        ejections.forEach(one -> keep.put(new Key(one.service(), one.address()), true));
        plans.keySet().removeIf(key -> !keep.containsKey(key));
    }
}
