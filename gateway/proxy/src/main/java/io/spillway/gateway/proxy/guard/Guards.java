package io.spillway.gateway.proxy.guard;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.spillway.gateway.limit.CapacityShares;
import io.spillway.gateway.limit.RouteLimiter;
import io.spillway.gateway.overload.OverloadState;
import io.spillway.gateway.route.RouteRule;
import io.spillway.gateway.route.VirtualHost;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;

/** The bounds that all event loops of a gateway keep together. Safe for all threads. */
public final class Guards {
    private final int loops;
    private final Map<String, ClusterQuotas> quotas = new ConcurrentHashMap<>();
    private final LoadCounts loads = new LoadCounts();
    private final RouteLimiter rates = new RouteLimiter();
    private final CapacityShares shares = new CapacityShares();
    private volatile OverloadState overload = OverloadState.CALM;

    /** Creates guards for so many event loops, with nothing in use. */
    public Guards(int loops) {
        this.loops = loops;
    }

    /** Returns one event loop's guard of a cluster, with nothing in use. */
    public ClusterGuard forLoop(String cluster) {
        ClusterQuotas shared = quotas.compute(cluster, (_, before) -> {
            ClusterQuotas all = before == null ? new ClusterQuotas(loops) : before;
            all.users++;
            return all;
        });
        return new ClusterGuard(cluster, shared, loops, loads);
    }

    /** Takes back an event loop's guard that is unused; the cluster's quotas are forgotten with the last. */
    public void release(ClusterGuard guard) {
        guard.release();
        quotas.computeIfPresent(guard.cluster(), (_, all) -> --all.users == 0 ? null : all);
    }

    /** Returns of how many clusters quotas are kept. */
    int clusters() {
        return quotas.size();
    }

    /** Returns what became of attempts. */
    public LoadCounts loads() {
        return loads;
    }

    /** Returns the rates of routes. */
    public RouteLimiter rates() {
        return rates;
    }

    /** Returns the shares of other IDCs' capacity. */
    public CapacityShares shares() {
        return shares;
    }

    /** Returns how far the gateway has withdrawn. */
    public OverloadState overload() {
        return overload;
    }

    /** Says how far the gateway withdraws from now on. */
    public void setOverload(OverloadState next) {
        overload = next;
    }

    /** Forgets routes and counts of clusters that are gone. Quotas go with the last loop that {@link #release}s them. */
    public void retain(RoutingSnapshot snapshot) {
        loads.retain(snapshot);
        if (rates.size() == 0) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (ListenerRole role : ListenerRole.values()) {
            for (VirtualHost host : snapshot.table(role).hosts()) {
                if (host.limited()) {
                    limited(host, names);
                }
            }
        }
        rates.retain(names);
    }

    private static void limited(VirtualHost host, Set<String> names) {
        for (RouteRule rule : host.rules()) {
            if (rule.route().guard().limits()) {
                names.add(rule.route().name());
            }
        }
    }
}
