package io.spillway.gateway.proxy.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

import io.spillway.gateway.failover.Ejection;
import io.spillway.gateway.failover.OutlierDetector;
import io.spillway.gateway.failover.ProbePlan;
import io.spillway.gateway.failover.Pulse;
import io.spillway.gateway.failover.RetestPlan;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.xds.load.PathState;

/** What the event loops of a gateway tell each other about endpoints. Safe for all threads. */
public final class Findings {
    private record Key(String service, String address) {}

    private final Map<String, Pulse> pulses = new ConcurrentHashMap<>();
    private final Map<Key, RetestPlan> plans = new ConcurrentHashMap<>();
    private final Map<String, ProbePlan> probes = new ConcurrentHashMap<>();
    private volatile Map<String, Endpoint> gateways = Map.of();
    /** The routes of the last look, and those that were the same in the one before; owned by who settles. */
    private Map<ListenerRole, RouteTable> seen = Map.of();
    private volatile List<RouteTable> settled = List.of();

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

    /** Says which gateways of other IDCs there are, by address; the ways to all others are forgotten. */
    void gateways(Map<String, Endpoint> known) {
        gateways = Map.copyOf(known);
        probes.keySet().retainAll(known.keySet());
    }

    /** Returns what is known of the ways to each other IDC: a way that is ejected for all services is none. */
    public List<PathState> paths(OutlierDetector outliers) {
        Map<String, PathState> paths = new TreeMap<>();
        gateways.forEach((address, gateway) -> {
            ProbePlan plan = probes.get(address);
            ProbePlan.Shown shown = plan == null ? ProbePlan.Shown.NOTHING : plan.shown();
            boolean out = outliers.ejectedForAll(gateway);
            int usable = shown == ProbePlan.Shown.GOOD && !out ? 1 : 0;
            int unknown = shown == ProbePlan.Shown.NOTHING && !out ? 1 : 0;
            paths.merge(gateway.idc(), new PathState(gateway.idc(), 1, usable, unknown),
                    (one, more) -> new PathState(one.idc(), one.ways() + 1, one.usable() + more.usable(),
                            one.unknown() + more.unknown()));
        });
        return List.copyOf(paths.values());
    }

    /** Learns which routes are in force; to be called about once a second, by one thread. */
    @SuppressWarnings("ReferenceEquality") // routes that did not change are the same object
    public void settle(RoutingSnapshot snapshot) {
        List<RouteTable> same = new ArrayList<>();
        snapshot.tables().forEach((role, table) -> {
            if (seen.get(role) == table) {
                same.add(table);
            }
        });
        seen = snapshot.tables();
        settled = same;
    }

    /** Tells whether these routes were in force in two looks that follow on each other. */
    @SuppressWarnings("ReferenceEquality") // see settle
    boolean settled(RouteTable table) {
        List<RouteTable> all = settled;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) == table) {
                return true;
            }
        }
        return false;
    }

    /** Forgets the plans of endpoints that are not ejected any more. */
    void retain(Iterable<Ejection> ejections) {
        Map<Key, Boolean> keep = new java.util.HashMap<>();
        ejections.forEach(one -> keep.put(new Key(one.service(), one.address()), true));
        plans.keySet().removeIf(key -> !keep.containsKey(key));
    }
}
