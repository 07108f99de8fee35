package io.spillway.gateway.proxy.forward;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

import io.spillway.gateway.failover.Ejection;
import io.spillway.gateway.failover.ProbePlan;
import io.spillway.gateway.failover.Pulse;
import io.spillway.gateway.failover.RetestPlan;

/** What the event loops of a gateway tell each other about endpoints. Safe for all threads. */
public final class Findings {
    private record Key(String service, String address) {}

    private final Map<String, Pulse> pulses = new ConcurrentHashMap<>();
    private final Map<Key, RetestPlan> plans = new ConcurrentHashMap<>();
    private final Map<String, ProbePlan> probes = new ConcurrentHashMap<>();

    /** Returns when each endpoint was last heard of, by address. */
    Map<String, Pulse> pulses() {
        return pulses;
    }

    /** Returns when the ejected endpoint is tested; whichever loop comes first tests it. */
    RetestPlan plan(Ejection ejection, long now, RandomGenerator random) {
        return plans.computeIfAbsent(new Key(ejection.service(), ejection.address()),
                _ -> new RetestPlan(now, random));
    }

    /** Returns when the way to that gateway is probed; whichever loop comes first probes it. */
    ProbePlan probe(String address, long now, RandomGenerator random) {
        ProbePlan plan = probes.get(address);
        return plan != null ? plan : probes.computeIfAbsent(address, _ -> new ProbePlan(now, random));
    }

    /** Forgets the ways to all other gateways. */
    void retainProbes(Set<String> addresses) {
        probes.keySet().retainAll(addresses);
    }

    /** Forgets the plans of endpoints that are not ejected any more. */
    void retain(Iterable<Ejection> ejections) {
        Map<Key, Boolean> keep = new java.util.HashMap<>();
        ejections.forEach(one -> keep.put(new Key(one.service(), one.address()), true));
        plans.keySet().removeIf(key -> !keep.containsKey(key));
    }
}
