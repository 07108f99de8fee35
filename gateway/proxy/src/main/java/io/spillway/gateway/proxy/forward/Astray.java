package io.spillway.gateway.proxy.forward;

import java.util.List;

import io.spillway.gateway.balance.EndpointStates;
import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.WeightedCluster;
import io.spillway.gateway.snapshot.Capacity;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a request goes to an IDC to which its route gives no share, although one that has a share is open: healthy,
 * not ejected, and not tried for this request before. What flows over because an IDC is too weak for all is meant to.
 * Stateless; used on event loops.
 */
final class Astray {
    private Astray() {}

    /**
     * Tells it of a request that goes from {@code from} to what was selected.
     *
     * @param forward what its route does with it; null when it has none
     */
    static boolean is(RoutingSnapshot snapshot, EndpointStates states, RouteAction.@Nullable Forward forward,
            XdsCluster from, Selection.Selected selected, Trail trail) {
        // The usual request: to the first IDC of the only cluster.
        if (forward == null || (selected.priority() == 0 && forward.clusters().size() == 1)
                || selected.reason().equals(Selection.SPILLED)) {
            return false;
        }
        String idc = selected.endpoint().idc();
        List<WeightedCluster> clusters = forward.clusters();
        boolean open = false;
        for (int i = 0; i < clusters.size(); i++) {
            PriorityLevel first = first(snapshot, clusters.get(i), from);
            if (first != null && first.idc().equals(idc)) {
                return false;
            }
            open |= first != null && open(states, from.service(), first, trail);
        }
        return open;
    }

    /** Returns where the requests that are a cluster's go first; null when it has no share, or nobody. */
    private static @Nullable PriorityLevel first(RoutingSnapshot snapshot, WeightedCluster choice,
            XdsCluster from) {
        if (choice.weight() == 0) {
            return null;
        }
        XdsCluster cluster = choice.cluster().equals(from.name()) ? from : snapshot.cluster(choice.cluster());
        return cluster == null || cluster.priorities().isEmpty() ? null : cluster.priorities().getFirst();
    }

    private static boolean open(EndpointStates states, String service, PriorityLevel level, Trail trail) {
        boolean open = false;
        for (LocalityEndpoints locality : level.localities()) {
            Capacity behind = locality.capacity();
            boolean able = behind == null || behind.healthyWeight() > 0;
            for (Endpoint endpoint : locality.endpoints()) {
                if (trail.tried(endpoint)) {
                    return false;
                }
                open |= able && endpoint.health() == Health.HEALTHY && endpoint.weight() > 0
                        && !states.ejected(service, endpoint);
            }
        }
        return open;
    }
}
