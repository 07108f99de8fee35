package io.spillway.gateway.proxy.forward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.spillway.gateway.failover.Ejection;
import io.spillway.gateway.failover.RetestPlan;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * Tests the endpoints that this gateway ejected, each about every 250 ms: by a connection where connections failed, and
 * else by a copy of a safe request that is on its way elsewhere, whose client never hears of it. What a service answers to
 * its own requests is the only evidence that it is back; a health check may lie. Whichever event loop comes first tests,
 * a few at once. Owned by the loop.
 */
final class Retests {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Tests of endpoints; those of the ways to other IDCs' gateways are few and may take long, and count apart. */
    private static final int AT_ONCE = 4;

    private final Worker worker;
    /** Tests that are due and want a request to copy, by cluster. */
    private final Map<String, List<Ejection>> wanting = new HashMap<>();
    private int running;
    private long nextLook;

    Retests(Worker worker) {
        this.worker = worker;
    }

    /** Tells whether a test wants a request to copy. */
    boolean wanted() {
        return !wanting.isEmpty();
    }

    /** Looks for tests that are due; called with every tick of the loop. */
    void tick(long now) {
        if (now - nextLook < 0) {
            return;
        }
        nextLook = now + LOOK_NANOS;
        wanting.clear();
        List<Ejection> ejections = worker.shared().outliers().ejections();
        worker.shared().findings().retain(ejections);
        for (Ejection ejection : ejections) {
            RetestPlan plan = plan(ejection, now);
            XdsCluster cluster = worker.shared().outliers().cluster(ejection);
            if (cluster == null || !plan.due(now) || (running >= AT_ONCE && !way(cluster, ejection))) {
                continue;
            }
            if (!ejection.service().isEmpty()) {
                wanting.computeIfAbsent(cluster.name(), _ -> new ArrayList<>(2)).add(ejection);
            } else if (plan.take(now)) {
                Retest test = test(cluster, ejection, plan);
                if (test != null && test.endpoint().role() == Endpoint.Role.GATEWAY) {
                    // A stopped process still accepts connections; this one can be asked for a sign of life.
                    test.probe(PathProbes.request());
                } else if (test != null) {
                    test.connect();
                }
            }
        }
    }

    private RetestPlan plan(Ejection ejection, long now) {
        return worker.shared().findings().plan(ejection, now, worker.random());
    }

    private @Nullable Retest test(XdsCluster cluster, Ejection ejection, RetestPlan plan) {
        Endpoint endpoint = find(cluster, ejection.address());
        if (endpoint == null) {
            plan.put(worker.now(), false, worker.random());
            return null;
        }
        boolean way = endpoint.role() == Endpoint.Role.GATEWAY;
        running += way ? 0 : 1;
        String service = cluster.service();
        return new Retest(worker, cluster, endpoint, patience(cluster, endpoint, plan), (good, latency) -> {
            running -= way ? 0 : 1;
            long now = worker.now();
            worker.meters().retest(service, endpoint.idc(), good);
            worker.shared().outliers().retested(ejection, good, latency);
            plan.put(now, good, worker.random());
        });
    }

    /** A service that always needs a second is not tested with half of one. */
    private long patience(XdsCluster cluster, Endpoint endpoint, RetestPlan plan) {
        return endpoint.role() == Endpoint.Role.GATEWAY
                ? plan.wayPatienceNanos()
                : Math.clamp(worker.vitals().patience(cluster, endpoint.idc()).nanos(), PATIENCE_NANOS, LONGEST_NANOS);
    }

    private static boolean way(XdsCluster cluster, Ejection ejection) {
        Endpoint endpoint = find(cluster, ejection.address());
        return endpoint != null && endpoint.role() == Endpoint.Role.GATEWAY;
    }

    private static @Nullable Endpoint find(XdsCluster cluster, String address) {
        for (PriorityLevel level : cluster.priorities()) {
            for (LocalityEndpoints locality : level.localities()) {
                for (Endpoint endpoint : locality.endpoints()) {
                    if (endpoint.address().equals(address)) {
                        return endpoint;
                    }
                }
            }
        }
        return null;
    }

    /** Copies a request that is about to be sent elsewhere, if doing it twice is certain to do no harm. */
    void lend(Exchange exchange, Request request, XdsCluster cluster) {
        if (request.hasBody() || !(request.method().equals("GET") || request.isHead())) {
            return;
        }
        List<Ejection> due = wanting.remove(cluster.name());
        if (due == null) {
            return;
        }
        long now = worker.now();
        for (Ejection ejection : due) {
            RetestPlan plan = plan(ejection, now);
            Retest test = running < AT_ONCE && plan.take(now) ? test(cluster, ejection, plan) : null;
            if (test != null) {
                test.send(EndpointHead.write(exchange, test.endpoint(), cluster), request.isHead());
            }
        }
    }
}
