package io.spillway.gateway.proxy.forward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.spillway.gateway.failover.Patience;
import io.spillway.gateway.failover.Pulse;
import io.spillway.gateway.failover.Unheard;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;

/**
 * What one event loop has learned about endpoints: how patient to be, by cluster and IDC, and when each was last heard
 * of, which all loops share. Owned by the loop.
 */
final class Vitals {
    private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(10);

    private record ByIdc(String idc, Patience patience) {}

    private final Map<String, Pulse> shared;
    private final Map<String, Pulse> pulses = new HashMap<>();
    /** Of endpoints whose requests were hedged only. */
    private final Map<String, Unheard> unheard = new HashMap<>();
    private final Map<String, List<ByIdc>> patience = new HashMap<>();

    /** Creates what has learned nothing; {@code shared} is one concurrent map for all loops. */
    Vitals(Map<String, Pulse> shared) {
        this.shared = shared;
    }

    Pulse pulse(Endpoint endpoint, long now) {
        Pulse known = pulses.get(endpoint.address());
        if (known == null) {
            known = shared.computeIfAbsent(endpoint.address(), _ -> new Pulse(now));
            pulses.put(endpoint.address(), known);
        }
        return known;
    }

    /** Returns how long the endpoint has let requests wait that another one answered then. */
    Unheard unheard(Endpoint endpoint) {
        return unheard.computeIfAbsent(endpoint.address(), _ -> new Unheard());
    }

    /** Tells whether another endpoint of the attempt's priority was heard of since the attempt began. */
    boolean anyHeard(Attempt attempt, long now) {
        long age = attempt.watch().age(now);
        for (PriorityLevel level : attempt.cluster().priorities()) {
            if (level.priority() == attempt.choice().priority()) {
                for (LocalityEndpoints locality : level.localities()) {
                    for (Endpoint endpoint : locality.endpoints()) {
                        Pulse pulse = shared.get(endpoint.address());
                        if (pulse != null && now - pulse.last() < age
                                && !endpoint.address().equals(attempt.endpoint().address())) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    Patience patience(XdsCluster cluster, String idc) {
        List<ByIdc> idcs = patience.computeIfAbsent(cluster.name(), _ -> new ArrayList<>(2));
        for (int i = 0; i < idcs.size(); i++) {
            if (idcs.get(i).idc().equals(idc)) {
                return idcs.get(i).patience();
            }
        }
        ByIdc added = new ByIdc(idc, new Patience());
        idcs.add(added);
        return added.patience();
    }

    /** Forgets clusters that are gone and endpoints that nobody has heard of for long. */
    void retain(RoutingSnapshot snapshot, long now) {
        patience.keySet().retainAll(snapshot.clusters().keySet());
        pulses.values().removeIf(pulse -> now - pulse.last() > FORGOTTEN_NANOS);
        unheard.keySet().retainAll(pulses.keySet());
        shared.values().removeIf(pulse -> now - pulse.last() > FORGOTTEN_NANOS);
    }
}
