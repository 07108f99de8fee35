package io.spillway.gateway.proxy.forward;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.netty.channel.EventLoop;
import io.spillway.gateway.balance.EndpointStates;
import io.spillway.gateway.balance.LoadBalancer;
import io.spillway.gateway.failover.FailoverPolicy;
import io.spillway.gateway.failover.LoopGuard;
import io.spillway.gateway.overload.OverloadState;
import io.spillway.gateway.proxy.drain.Drain;
import io.spillway.gateway.proxy.guard.ClusterGuard;
import io.spillway.gateway.proxy.guard.Guards;
import io.spillway.gateway.proxy.http.TextCache;
import io.spillway.gateway.proxy.log.AccessRing;
import io.spillway.gateway.proxy.metrics.LoopMeters;
import io.spillway.gateway.proxy.mirror.Mirrors;
import io.spillway.gateway.proxy.time.DeadlineWheel;
import io.spillway.gateway.proxy.upstream.UpstreamPool;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop owns: its upstream connections, its deadlines, its draws. Everything here is used on that loop
 * only.
 */
public final class Worker {
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A tick that is later than this says that the loop, or the whole process, did not run. */
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private final EventLoop loop;
    private final Shared shared;
    private final UpstreamPool pool;
    private final RandomGenerator random;
    private final DeadlineWheel wheel;
    private final TextCache texts = new TextCache();
    private final LoadBalancer balancer;
    private final EndpointStates states;
    private final FailoverPolicy failover;
    private final LoopGuard loopGuard;
    private final LoopMeters meters;
    private final @Nullable AccessRing log;
    private final RequestHeadWriter requestHeads;
    private final ResponseHeadWriter responseHeads;
    private final Mirrors mirrors;
    private final Map<String, ClusterGuard> clusterGuards = new HashMap<>();
    private @Nullable RoutingSnapshot balanced;
    private final Vitals vitals;
    private final Retests retests;
    private long lastTick;
    private long lastSweep;
    private long stalled;

    /** Creates what a loop owns; {@link #start} sets it going. */
    public Worker(EventLoop loop, Shared shared, UpstreamPool pool, RandomGenerator random) {
        this.loop = loop;
        this.shared = shared;
        this.pool = pool;
        this.random = random;
        String idc = shared.settings().idc();
        wheel = new DeadlineWheel(shared.ticker().nanos());
        balancer = shared.balancers().forLoop();
        states = new States();
        failover = new FailoverPolicy(shared.budget());
        loopGuard = new LoopGuard(idc);
        meters = shared.meters().forLoop();
        log = shared.accessLog().enabled() ? shared.accessLog().ring() : null;
        requestHeads = new RequestHeadWriter(idc, loopGuard.token());
        responseHeads = new ResponseHeadWriter(idc, shared.settings().decisionHeaders());
        mirrors = new Mirrors(loop, pool, wheel, shared.ticker(), meters);
        vitals = new Vitals(shared.findings().pulses());
        retests = new Retests(this);
        lastTick = shared.ticker().nanos();
        lastSweep = lastTick;
    }

    /** Begins to watch deadlines. May be called by any thread. */
    public void start() {
        var _ = loop.scheduleAtFixedRate(this::tick, DeadlineWheel.TICK_MILLIS, DeadlineWheel.TICK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void tick() {
        long now = now();
        meters.ticked(now);
        long late = Math.max(0, now - lastTick - TimeUnit.MILLISECONDS.toNanos(DeadlineWheel.TICK_MILLIS));
        meters.lag(late);
        stalled += late >= STALL_NANOS ? late : 0;
        lastTick = now;
        wheel.advance(now);
        retests.tick(now);
        if (now - lastSweep >= SWEEP_NANOS) {
            lastSweep = now;
            sweep();
        }
    }

    @SuppressWarnings("ReferenceEquality") // asks whether the snapshot was swapped, not whether it differs
    private void sweep() {
        pool.sweep();
        RoutingSnapshot snapshot = snapshot();
        if (balanced != snapshot) {
            balanced = snapshot;
            balancer.retain(snapshot);
            clusterGuards.entrySet().removeIf(
                    entry -> snapshot.cluster(entry.getKey()) == null && entry.getValue().unused());
            vitals.retain(snapshot, now());
        }
    }

    /** Returns the loop. */
    public EventLoop loop() {
        return loop;
    }

    /** Returns the loop's deadlines. */
    public DeadlineWheel wheel() {
        return wheel;
    }

    /** Returns the texts that the loop has seen lately. */
    public TextCache texts() {
        return texts;
    }

    /** Returns the loop's meters. */
    public LoopMeters meters() {
        return meters;
    }

    /** Returns monotonic nanoseconds. */
    public long now() {
        return shared.ticker().nanos();
    }

    /** Returns when connections are to end. */
    public Drain drain() {
        return shared.drain();
    }

    /** Returns how far the gateway has withdrawn. */
    public OverloadState overload() {
        return shared.guards().overload();
    }

    /** Returns the loop's draws. */
    public RandomGenerator draws() {
        return random;
    }

    Guards guards() {
        return shared.guards();
    }

    /** Returns this loop's guard of the cluster. */
    ClusterGuard guard(XdsCluster cluster) {
        ClusterGuard guard = clusterGuards.get(cluster.name());
        if (guard == null) {
            guard = shared.guards().forLoop(cluster.name());
            clusterGuards.put(cluster.name(), guard);
        }
        return guard;
    }

    /** Closes the free upstream connections, and the busy ones when they are done. */
    public void closeUpstream() {
        pool.close();
    }

    RoutingSnapshot snapshot() {
        return shared.snapshots().get();
    }

    Shared shared() {
        return shared;
    }

    UpstreamPool pool() {
        return pool;
    }

    RandomGenerator random() {
        return random;
    }

    Vitals vitals() {
        return vitals;
    }

    Retests retests() {
        return retests;
    }

    /** Returns for how long this loop has not run although it should have, since it began. */
    long stalledNanos() {
        return stalled;
    }

    LoadBalancer balancer() {
        return balancer;
    }

    EndpointStates states() {
        return states;
    }

    FailoverPolicy failover() {
        return failover;
    }

    LoopGuard loopGuard() {
        return loopGuard;
    }

    @Nullable
    AccessRing log() {
        return log;
    }

    Mirrors mirrors() {
        return mirrors;
    }

    RequestHeadWriter requestHeads() {
        return requestHeads;
    }

    ResponseHeadWriter responseHeads() {
        return responseHeads;
    }

    /** In flight: this loop's own requests, which is what it can change. Ejected: what all loops have seen. */
    private final class States implements EndpointStates {
        @Override
        public int activeRequests(Endpoint endpoint) {
            return pool.active(endpoint);
        }

        @Override
        public boolean ejected(String service, Endpoint endpoint) {
            return shared.outliers().ejected(service, endpoint);
        }

        @Override
        public long epoch() {
            return shared.outliers().epoch();
        }
    }
}
