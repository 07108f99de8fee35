package io.spillway.gateway.proxy.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.XdsCluster;

/**
 * Gives counters of what may happen to a service their birth at 0, before it happens: a counter that is born with its first
 * event is invisible to a rate. Only what an operator is woken for, and only of so many services that the number of series
 * stays bounded ({@value #MOST}); counters beyond that are born at their first event. Owned by one thread.
 */
final class EarlyCounters {
    static final int MOST = 4096;

    private static final List<String> FAILED = List.of("connect_failed", "reset", "timeout", "server_error", "refused",
            "bad_response", "refused_stream");
    private static final List<String> REFUSED = List.of("no_endpoint", "max_requests");
    private static final List<String> HEDGED = List.of("won", "lost", "failed", "retry_budget");
    private static final List<String> SHED = List.of("overload", "capacity_share", "max_requests", "adaptive_limit",
            "max_pending", "max_retries", "rate_limit", "client_rate_limit");

    private final ProxyMeters meters;
    private final Set<List<String>> known = new HashSet<>();

    EarlyCounters(ProxyMeters meters) {
        this.meters = meters;
    }

    /** What the gateway as a whole may refuse. */
    void ofGateway() {
        for (PriorityClass priority : PriorityClass.values()) {
            SHED.forEach(reason -> meters.shedCounter(priority.word(), reason));
        }
    }

    /** What may happen to this cluster's service: it goes on in the next IDC, or there is nobody. */
    void of(XdsCluster cluster, Iterable<ListenerRole> listeners) {
        for (ListenerRole role : listeners) {
            if (isNew(List.of(cluster.service(), role.routeName()), REFUSED.size())) {
                REFUSED.forEach(reason -> meters.requestCounter(
                        new RequestLabels(role.routeName(), cluster.service(), "", -1, reason, 5)));
            }
        }
        List<String> idcs = idcs(cluster);
        if (cluster.policy().hedge() != null) {
            hedges(cluster.service(), idcs);
        }
        for (int i = 1; i < idcs.size(); i++) {
            String from = idcs.get(i - 1);
            String to = idcs.get(i);
            if (isNew(List.of(cluster.service(), from, to), FAILED.size())) {
                FAILED.forEach(reason -> meters.failoverCounter(cluster.service(), from, to, reason));
            }
        }
    }

    private void hedges(String service, List<String> idcs) {
        for (String idc : idcs) {
            if (isNew(List.of("hedge", service, idc), HEDGED.size())) {
                HEDGED.forEach(outcome -> meters.hedgeCounter(service, idc, outcome));
            }
        }
    }

    private boolean isNew(List<String> labels, int series) {
        return (known.size() + 1) * series <= MOST && known.add(labels);
    }

    /** Returns the IDCs in the order of priorities. */
    private static List<String> idcs(XdsCluster cluster) {
        List<String> idcs = new ArrayList<>();
        for (PriorityLevel level : cluster.priorities()) {
            for (LocalityEndpoints locality : level.localities()) {
                if (!locality.endpoints().isEmpty() && !idcs.contains(locality.endpoints().getFirst().idc())) {
                    idcs.add(locality.endpoints().getFirst().idc());
                }
            }
        }
        return idcs;
    }
}
