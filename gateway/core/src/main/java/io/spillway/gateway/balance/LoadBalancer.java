package io.spillway.gateway.balance;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;

/**
 * Chooses the endpoint of an attempt: a priority by {@link PriorityLoads}, a locality by weight, an endpoint by power of two
 * choices. What does not change between requests is prepared once per cluster object and epoch of the endpoint states.
 *
 * <p>Belongs to one thread (a gateway has one per event loop): what is prepared is kept without locks.
 */
public final class LoadBalancer {
    private static final Selection NO_ENDPOINT = new Selection.NoEndpoint(Selection.NO_ENDPOINT);
    private static final Selection ALL_TRIED = new Selection.NoEndpoint(Selection.ALL_TRIED);

    private final Map<String, PreparedCluster> prepared = new HashMap<>();

    /** Returns the endpoint of the next attempt, or why there is none. Never returns one that is draining or was tried. */
    public Selection select(XdsCluster cluster, EndpointStates states, SelectionContext context,
            RandomGenerator random) {
        PreparedCluster ready = prepare(cluster, states);
        int first = context.firstPriority();
        if (first >= ready.count()) {
            return first > 0 && ready.count() > 0 ? ALL_TRIED : NO_ENDPOINT;
        }
        PriorityLoads loads = ready.loads(first);
        int drawn = loads.pick(random.nextInt(100));
        int priority = drawn >> 1;
        if (priority < first) {
            // Where nothing is available all load is booked on priority 0, which is left out here.
            return selectAny(ready, states, context, random);
        }
        boolean degraded = (drawn & 1) == 1;
        PreparedLevel level = ready.level(priority);
        boolean panic = loads.panic(priority);
        Pool pool = panic ? level.all() : degraded ? level.degraded() : level.healthy();
        Pool.Pick pick = pool.pick(states, context, random);
        if (pick != null) {
            return selected(priority, pick, reason(loads, first, priority, panic, degraded));
        }
        return selectAny(ready, states, context, random);
    }

    private static Selection selected(int priority, Pool.Pick pick, String reason) {
        return new Selection.Selected(priority, pick.locality(), pick.endpoint(), reason);
    }

    /** The drawn share has nothing that was not tried: takes the first priority that has. */
    private static Selection selectAny(PreparedCluster ready, EndpointStates states, SelectionContext context,
            RandomGenerator random) {
        int first = context.firstPriority();
        PriorityLoads loads = ready.loads(first);
        boolean any = false;
        for (int priority = first; priority < ready.count(); priority++) {
            PreparedLevel level = ready.level(priority);
            any |= level.healthy().size() + level.degraded().size() > 0;
            Pool.Pick pick = level.healthy().pick(states, context, random);
            if (pick != null) {
                return selected(priority, pick, reason(loads, first, priority, false, false));
            }
            pick = level.degraded().pick(states, context, random);
            if (pick != null) {
                return selected(priority, pick, Selection.DEGRADED);
            }
            if (loads.panic(priority)) {
                any |= level.all().size() > 0;
                pick = level.all().pick(states, context, random);
                if (pick != null) {
                    return selected(priority, pick, Selection.PANIC);
                }
            }
        }
        return any ? ALL_TRIED : NO_ENDPOINT;
    }

    private static String reason(PriorityLoads loads, int first, int priority, boolean panic, boolean degraded) {
        if (panic) {
            return Selection.PANIC;
        }
        if (degraded) {
            return Selection.DEGRADED;
        }
        if (priority == 0) {
            return Selection.PREFERRED;
        }
        for (int i = first; i < priority; i++) {
            if (loads.availability(i) > 0) {
                return Selection.SPILLED;
            }
        }
        return Selection.FAILED_OVER;
    }

    /** Returns where another attempt could go after one in {@code priority}; for the path of failures. */
    public Alternatives alternatives(XdsCluster cluster, EndpointStates states, SelectionContext context,
            int priority) {
        PreparedCluster ready = prepare(cluster, states);
        if (priority < 0 || priority >= ready.count()) {
            return new Alternatives(priority, "", 0, -1, "");
        }
        PriorityLoads loads = ready.loads(Math.min(context.firstPriority(), ready.count() - 1));
        int here = untried(ready.level(priority), loads.panic(priority), context);
        for (int next = priority + 1; next < ready.count(); next++) {
            if (untried(ready.level(next), false, context) > 0) {
                return new Alternatives(priority, ready.level(priority).idc(), here, next, ready.level(next).idc());
            }
        }
        return new Alternatives(priority, ready.level(priority).idc(), here, -1, "");
    }

    private static int untried(PreparedLevel level, boolean panic, SelectionContext context) {
        return panic
                ? level.all().untried(context)
                : level.healthy().untried(context) + level.degraded().untried(context);
    }

    /** Returns how the cluster's requests are divided over its priorities now. */
    public PriorityLoads loads(XdsCluster cluster, EndpointStates states) {
        return prepare(cluster, states).loads(0);
    }

    /** Forgets the clusters that the snapshot does not have. */
    public void retain(RoutingSnapshot snapshot) {
        prepared.keySet().retainAll(snapshot.clusters().keySet());
    }

    private PreparedCluster prepare(XdsCluster cluster, EndpointStates states) {
        long epoch = states.epoch();
        PreparedCluster ready = prepared.get(cluster.name());
        if (ready == null || !ready.isFor(cluster, epoch)) {
            ready = new PreparedCluster(cluster, states, epoch);
            prepared.put(cluster.name(), ready);
        }
        return ready;
    }
}
