package io.spillway.gateway.proxy.forward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.spillway.gateway.failover.ProbePlan;
import io.spillway.gateway.failover.Pulse;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;

/**
 * Asks the gateways of the other IDCs for a sign of life, whether or not anybody uses the way there: a way that is broken
 * is known before users need it, and the connection that a probe leaves behind is open when they do. Costs one small request
 * about every second per gateway, and none where traffic has just proved the way. A broken way is ejected for all services; a
 * service that fails behind it is no reason for that. Whichever event loop comes first probes. Owned by the loop.
 */
final class PathProbes {
    /** The request says with this that it is a probe. Only the listener for other gateways knows it. */
    static final String HEADER = "x-spillway-probe";
    /** The reason of the answer. */
    static final String REASON = "probe";

    private static final byte[] REQUEST = HeadBuffer
            .bytes("GET / HTTP/1.1\r\nHost: spillway\r\n" + HEADER + ": 1\r\n\r\n");
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PROVED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private record Way(XdsCluster cluster, Endpoint endpoint) {}

    private final Worker worker;
    private List<Way> ways = List.of();
    private long nextLook;

    PathProbes(Worker worker) {
        this.worker = worker;
    }

    /** Returns a request that any gateway answers at once. */
    static ByteBuf request() {
        return PooledByteBufAllocator.DEFAULT.directBuffer(REQUEST.length).writeBytes(REQUEST);
    }

    /** Learns which gateways there are. */
    void take(RoutingSnapshot snapshot) {
        List<Way> found = new ArrayList<>();
        Map<String, Endpoint> known = new HashMap<>();
        for (XdsCluster cluster : snapshot.clusters().values()) {
            for (PriorityLevel level : cluster.priorities()) {
                for (LocalityEndpoints locality : level.localities()) {
                    for (Endpoint endpoint : locality.endpoints()) {
                        if (endpoint.role() == Endpoint.Role.GATEWAY
                                && known.putIfAbsent(endpoint.address(), endpoint) == null) {
                            found.add(new Way(cluster, endpoint));
                        }
                    }
                }
            }
        }
        ways = found;
        worker.shared().findings().gateways(known);
    }

    /** Probes what is due; called with every tick of the loop. */
    void tick(long now) {
        if (ways.isEmpty() || now - nextLook < 0) {
            return;
        }
        nextLook = now + LOOK_NANOS;
        for (Way way : ways) {
            ProbePlan plan = worker.shared().findings().probe(way.endpoint().address(), now, worker.random());
            if (plan.take(now)) {
                Pulse pulse = worker.vitals().pulse(way.endpoint(), now);
                if (pulse.said() && now - pulse.last() < PROVED_NANOS) {
                    plan.put(now, true, worker.random());
                } else {
                    probe(way, plan, pulse);
                }
            }
        }
    }

    private void probe(Way way, ProbePlan plan, Pulse pulse) {
        long stalledBefore = worker.stalledNanos();
        long patience = plan.patienceNanos();
        new Retest(worker, way.cluster(), way.endpoint(), patience, (good, _) -> {
            long now = worker.now();
            // A loop that did not run has not listened either.
            boolean fair = good || worker.stalledNanos() - stalledBefore < patience / 4;
            boolean broken = plan.put(now, good || !fair, worker.random());
            worker.meters().probe(way.endpoint().idc(), good);
            if (good) {
                pulse.heard(now);
            } else if (broken) {
                var _ = worker.shared().outliers().unreachable(way.cluster(), way.endpoint());
            }
        }).probe(request());
    }
}
