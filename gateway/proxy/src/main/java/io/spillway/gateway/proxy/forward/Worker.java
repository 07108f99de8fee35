package io.spillway.gateway.proxy.forward;

import java.util.HashMap;
import java.util.Iterator;
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
import io.spillway.gateway.proxy.log.AccessEntry;
import io.spillway.gateway.proxy.log.LoopRing;
import io.spillway.gateway.proxy.metrics.LoopMeters;
import io.spillway.gateway.proxy.mirror.Mirrors;
import io.spillway.gateway.proxy.time.DeadlineWheel;
import io.spillway.gateway.proxy.trace.Tracer;
import io.spillway.gateway.proxy.trace.Tracing;
import io.spillway.gateway.proxy.upstream.UpstreamPool;
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
    private final @Nullable LoopRing<AccessEntry> log;
    private final RequestHeadWriter requestHeads;
    private final ResponseHeadWriter responseHeads;
    private final Mirrors mirrors;
    private final Map<String, ClusterGuard> clusterGuards = new HashMap<>();
    private @Nullable RoutingSnapshot balanced;
    /** Whether there are guards of clusters that are gone. */
    private boolean guardsLeft;
    private final Vitals vitals;
    private final Retests retests;
    /** Null in a gateway that traces nothing. */
    private final @Nullable Tracer tracer;
    /** Null in a gateway that subscribes everything. */
    private final @Nullable WaitingRoom waitingRoom;
    private final PathProbes probes;
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
        states = new LoopStates(pool, shared.outliers());
        failover = new FailoverPolicy(shared.budget());
        loopGuard = new LoopGuard(idc);
        meters = shared.meters().forLoop();
        log = shared.accessLog().enabled() ? shared.accessLog().ring() : null;
        requestHeads = new RequestHeadWriter(idc, loopGuard.token());
        responseHeads = new ResponseHeadWriter(idc, shared.settings().decisionHeaders());
        mirrors = new Mirrors(loop, pool, wheel, shared.ticker(), meters);
        vitals = new Vitals(shared.findings().pulses());
        retests = new Retests(this);
        Tracing tracing = shared.tracing();
        tracer = tracing == null ? null : tracing.forLoop(random);
        ServiceWait wait = shared.serviceWait();
        waitingRoom = wait == null ? null : new WaitingRoom(this, wait);
        probes = new PathProbes(this);
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
        if (waitingRoom != null) {
            waitingRoom.tick();
        }
        probes.tick(now);
        if (now - lastSweep >= SWEEP_NANOS) {
            lastSweep = now;
            sweep();
        }
    }

    @SuppressWarnings("ReferenceEquality") // asks whether the snapshot was swapped, not whether it differs
    private void sweep() {
        pool.sweep();
        if (waitingRoom != null) {
            waitingRoom.sweep();
        }
        RoutingSnapshot snapshot = snapshot();
        if (balanced != snapshot) {
            balanced = snapshot;
            balancer.retain(snapshot);
            guardsLeft = true;
            vitals.retain(snapshot, now());
            probes.take(snapshot);
        }
        if (guardsLeft) {
            guardsLeft = releaseGuards(snapshot);
        }
    }

    /** Gives up the guards of clusters that are gone; returns whether some are still in use. */
    private boolean releaseGuards(RoutingSnapshot snapshot) {
        boolean left = false;
        for (Iterator<ClusterGuard> all = clusterGuards.values().iterator(); all.hasNext();) {
            ClusterGuard guard = all.next();
            if (snapshot.cluster(guard.cluster()) != null) {
                continue;
            }
            if (guard.unused()) {
                all.remove();
                shared.guards().release(guard);
            } else {
                left = true;
            }
        }
        return left;
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

    /** Tells whether the server name that a client of a TCP listener asks for matters. */
    public boolean tcpNames(String listener) {
        return snapshot().tcpTable(listener).namesHosts();
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

    /** Returns what decides which requests are traced, or null in a gateway that traces nothing. */
    @Nullable
    Tracer tracer() {
        return tracer;
    }

    /** Returns where requests wait for clusters, or null in a gateway that subscribes everything. */
    @Nullable
    WaitingRoom waitingRoom() {
        return waitingRoom;
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
    LoopRing<AccessEntry> log() {
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
}
