package io.spillway.gateway.proxy.harness;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.route.PathPolicy;
import io.spillway.gateway.route.PathRewrite;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.Route;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteMatch;
import io.spillway.gateway.route.RouteRule;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.route.Treatment;
import io.spillway.gateway.route.VirtualHost;
import io.spillway.gateway.route.WeightedCluster;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/** Snapshots of one route for every host and path that does more than sending on. */
public final class TreatedWorlds {
    private static final List<WeightedCluster> ORDERS = List.of(new WeightedCluster("orders/default", 1));

    private TreatedWorlds() {}

    public static XdsCluster cluster(String name, RawUpstream upstream) {
        PriorityLevel level = new PriorityLevel(0, List.of(new LocalityEndpoints(new Locality("", "idc-a", ""), 1,
                List.of(Worlds.local(upstream)))));
        return new XdsCluster(name, name.substring(0, name.indexOf('/')), "default", List.of(level),
                ClusterPolicy.DEFAULT);
    }

    public static RoutingSnapshot world(RouteAction action, PathPolicy paths, XdsCluster... clusters) {
        RouteTable table = RouteTable.of(List.of(new VirtualHost("orders", List.of("*"),
                List.of(new RouteRule(RouteMatch.ANY, new Route("orders", action)))))).with(paths);
        Map<String, XdsCluster> byName = new java.util.HashMap<>();
        for (XdsCluster cluster : clusters) {
            byName.put(cluster.name(), cluster);
        }
        return new RoutingSnapshot("idc-a", Map.of(ListenerRole.ENTRANCE, table, ListenerRole.CROSSING, table), byName,
                Map.of());
    }

    public static RouteAction.Forward forward(@Nullable PathRewrite rewrite, @Nullable String host,
            Treatment treatment) {
        return new RouteAction.Forward(ORDERS, Duration.ofSeconds(5), RetryConditions.STANDARD, rewrite, host,
                treatment);
    }
}
