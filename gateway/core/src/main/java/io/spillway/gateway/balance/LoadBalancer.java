package io.spillway.gateway.balance;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;

/**
 * Chooses the endpoint of an attempt: a priority by {@link PriorityLoads}, a locality by weight, an endpoint by the cluster's
 * {@link BalancePolicy}. What does not change between requests is prepared once per cluster object and epoch of the endpoint states.
 *
 * <p>Belongs to one thread (a gateway has one per event loop): what is prepared is kept without locks.
 */
public final class LoadBalancer {
    private static final Selection NO_ENDPOINT = new Selection.NoEndpoint(Selection.NO_ENDPOINT);
    private static final Selection ALL_TRIED = new Selection.NoEndpoint(Selection.ALL_TRIED);
    private static final Selection PANIC_REFUSED = new Selection.NoEndpoint(Selection.PANIC_REFUSED);

    private final LoadBalancers.Tools tools;
    private final Narrowing narrowing;
    private final Map<String, PreparedCluster> prepared = new HashMap<>();

    /** Creates a load balancer that shares nothing and prepares everything at once, for a single decision. */
    public LoadBalancer() {
        this(new LoadBalancers.Tools(() -> 0, new Demand(() -> 0), new FigureAge(() -> 0),
                new Balancer.Prepared(new HashTables(Runnable::run), new Latencies(() -> 0)), 0));
    }

    LoadBalancer(LoadBalancers.Tools tools) {
        this.tools = tools;
        this.narrowing = new Narrowing(tools.position());
    }

    /**
     * Returns the endpoint of the next attempt, or why there is none. A request for a part of a cluster by labels asks with
     * that part ({@link XdsCluster#part}). Never
     * returns one that is draining or was tried.
     */
    public Selection select(XdsCluster whole, EndpointStates states, SelectionContext context,
            RandomGenerator random) {
        XdsCluster cluster = narrowing.of(whole);
        PreparedCluster ready = prepare(cluster, states);
        if (context.lastResort()) {
            return lastResort(ready, states, context, random);
        }
        int first = context.firstPriority();
        if (first >= ready.count()) {
            return first > 0 && ready.count() > 0 ? ALL_TRIED : NO_ENDPOINT;
        }
        if (context.first()) {
            ready.countDemand();
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
        if (panic && cluster.balance().failOnPanic()) {
            return PANIC_REFUSED;
        }
        if (panic && !context.tried().isEmpty()) {
            // The first attempt looked at nobody's health. When that has failed, what is known counts again.
            Selection alive = selectAlive(ready, states, context, random);
            if (alive instanceof Selection.Selected) {
                return alive;
            }
        }
        Pool pool = panic ? level.all() : degraded ? level.degraded() : level.healthy();
        Selection.Selected pick = pool.pick(states, context, random, priority,
                reason(loads, first, priority, panic, degraded));
        return pick != null ? pick : selectAny(ready, states, context, random);
    }

    /** The drawn share has nothing that was not tried: takes the first priority that has. */
    private static Selection selectAny(PreparedCluster ready, EndpointStates states, SelectionContext context,
            RandomGenerator random) {
        Selection alive = selectAlive(ready, states, context, random);
        if (alive instanceof Selection.Selected || ready.failOnPanic()) {
            return alive;
        }
        int first = context.firstPriority();
        PriorityLoads loads = ready.loads(first);
        boolean any = alive.equals(ALL_TRIED);
        for (int priority = first; priority < ready.count(); priority++) {
            if (loads.panic(priority)) {
                PreparedLevel level = ready.level(priority);
                any |= level.all().size() > 0;
                Selection pick = level.all().pick(states, context, random, priority, Selection.PANIC);
                if (pick != null) {
                    return pick;
                }
            }
        }
        return any ? ALL_TRIED : NO_ENDPOINT;
    }

    /** Takes what looks alive and was not tried, in the order of the priorities. */
    private static Selection selectAlive(PreparedCluster ready, EndpointStates states, SelectionContext context,
            RandomGenerator random) {
        int first = context.firstPriority();
        PriorityLoads loads = ready.loads(first);
        boolean any = false;
        for (int priority = first; priority < ready.count(); priority++) {
            PreparedLevel level = ready.level(priority);
            any |= level.healthy().size() + level.degraded().size() > 0;
            Selection pick = level.healthy().pick(states, context, random, priority,
                    reason(loads, first, priority, false, false));
            if (pick == null) {
                pick = level.degraded().pick(states, context, random, priority, Selection.DEGRADED);
            }
            if (pick != null) {
                return pick;
            }
        }
        return any ? ALL_TRIED : NO_ENDPOINT;
    }

    /** Takes what was not tried, wherever it is: first what looks alive, then what does not. */
    private static Selection lastResort(PreparedCluster ready, EndpointStates states, SelectionContext context,
            RandomGenerator random) {
        Selection alive = selectAlive(ready, states, context, random);
        if (alive instanceof Selection.Selected) {
            return alive;
        }
        for (int priority = 0; priority < ready.count(); priority++) {
            Selection pick = ready.level(priority).all().pick(states, context, random, priority, Selection.PANIC);
            if (pick != null) {
                return pick;
            }
        }
        return ALL_TRIED;
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
    public Alternatives alternatives(XdsCluster whole, EndpointStates states, SelectionContext context,
            int priority) {
        XdsCluster cluster = narrowing.of(whole);
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
        String resort = mayResort(cluster) ? resortIdc(ready, context, priority, here) : "";
        return new Alternatives(priority, ready.level(priority).idc(), here, -1, "", resort);
    }

    /** Who switched panic off wants no requests at endpoints that look dead. */
    private static boolean mayResort(XdsCluster cluster) {
        return cluster.policy().panicThreshold() > 0 && !cluster.balance().failOnPanic();
    }

    /** First whoever looks alive and was left behind, then, where nobody is left here, whoever does not. */
    private static String resortIdc(PreparedCluster ready, SelectionContext context, int priority, int here) {
        for (int earlier = 0; earlier < priority; earlier++) {
            if (untried(ready.level(earlier), false, context) > 0) {
                return ready.level(earlier).idc();
            }
        }
        for (int any = 0; any < ready.count() && here == 0; any++) {
            if (ready.level(any).all().untried(context) > 0) {
                return ready.level(any).idc();
            }
        }
        return "";
    }

    private static int untried(PreparedLevel level, boolean panic, SelectionContext context) {
        return panic
                ? level.all().untried(context)
                : level.healthy().untried(context) + level.degraded().untried(context);
    }

    /** Returns how the cluster's requests are divided over its priorities now. */
    public PriorityLoads loads(XdsCluster whole, EndpointStates states) {
        return prepare(narrowing.of(whole), states).loads(0);
    }

    /**
     * Returns how many requests per second this gateway may send to another IDC, negative when nobody has said so. Costs what
     * a selection costs that chooses nothing.
     */
    public double share(XdsCluster whole, EndpointStates states, String idc) {
        return prepare(narrowing.of(whole), states).share(idc);
    }

    /** Takes notice of how long an endpoint took to answer, for clusters that choose by latency. */
    public void observe(XdsCluster cluster, Endpoint endpoint, long latencyNanos) {
        if (cluster.balance().method() == BalancePolicy.Method.PEAK_EWMA && latencyNanos >= 0) {
            tools.prepared().latencies().observe(endpoint, latencyNanos);
        }
    }

    /** Forgets the clusters that the snapshot does not have. */
    public void retain(RoutingSnapshot snapshot) {
        Set<String> keys = new HashSet<>();
        snapshot.clusters().values().forEach(cluster -> cluster.keys().forEach(keys::add));
        prepared.keySet().retainAll(keys);
        narrowing.retain(keys);
        Set<String> addresses = new HashSet<>();
        for (XdsCluster cluster : snapshot.clusters().values()) {
            if (cluster.balance().method() == BalancePolicy.Method.PEAK_EWMA) {
                cluster.priorities().forEach(level -> level.localities()
                        .forEach(locality -> locality.endpoints().forEach(one -> addresses.add(one.address()))));
            }
        }
        tools.prepared().latencies().retain(addresses);
    }

    private PreparedCluster prepare(XdsCluster cluster, EndpointStates states) {
        long epoch = states.epoch() + tools.demand().epoch();
        PreparedCluster ready = prepared.get(cluster.key());
        if (ready == null || !ready.isFor(cluster, epoch)) {
            ready = new PreparedCluster(cluster, states, epoch, ready, tools);
            prepared.put(cluster.key(), ready);
        }
        return ready;
    }
}
