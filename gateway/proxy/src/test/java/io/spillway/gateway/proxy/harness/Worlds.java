package io.spillway.gateway.proxy.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.gateway.limit.LimitPolicy;
import io.spillway.gateway.limit.RouteGuard;
import io.spillway.gateway.route.PathMatch;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.Route;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteMatch;
import io.spillway.gateway.route.RouteRule;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.route.TextMatch;
import io.spillway.gateway.route.VirtualHost;
import io.spillway.gateway.route.WeightedCluster;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.LoadFigures;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.UpstreamProtocol;
import io.spillway.gateway.snapshot.XdsCluster;

/** Small snapshots: one service, {@code orders}, group {@code default}, host {@code orders.example}. */
public final class Worlds {
    public static final String HOST = "orders.example";

    private Worlds() {}

    public static Endpoint local(RawUpstream upstream) {
        return Endpoint.workload("127.0.0.1", upstream.port(), "idc-a");
    }

    public static Endpoint remote(int port) {
        return Endpoint.gateway("127.0.0.1", port, "idc-b");
    }

    /** Returns a snapshot in which the endpoints of each list are one priority. */
    @SafeVarargs
    public static RoutingSnapshot priorities(List<Endpoint>... levels) {
        return snapshot(Duration.ofSeconds(5), ClusterPolicy.DEFAULT, levels);
    }

    @SafeVarargs
    public static RoutingSnapshot snapshot(Duration timeout, ClusterPolicy policy, List<Endpoint>... levels) {
        List<PriorityLevel> priorities = new ArrayList<>();
        for (List<Endpoint> level : levels) {
            String idc = level.isEmpty() ? "idc-a" : level.getFirst().idc();
            priorities.add(new PriorityLevel(priorities.size(),
                    List.of(new LocalityEndpoints(new Locality("", idc, ""), 1, level))));
        }
        XdsCluster all = new XdsCluster("orders/default", "orders", "default", priorities, policy);
        XdsCluster here = new XdsCluster("orders/default@local", "orders", "default",
                priorities.isEmpty() ? List.of() : priorities.subList(0, 1), policy);
        return snapshot(timeout, Map.of(all.name(), all, here.name(), here));
    }

    public static RoutingSnapshot snapshot(Duration timeout, Map<String, XdsCluster> clusters) {
        return new RoutingSnapshot("idc-a",
                Map.of(ListenerRole.ENTRANCE, entrance(timeout), ListenerRole.LOCAL, entrance(timeout),
                        ListenerRole.CROSSING, crossing(timeout)),
                clusters, Map.of());
    }

    /** Returns a snapshot whose route for users has a guard. */
    @SafeVarargs
    public static RoutingSnapshot guarded(RouteGuard guard, LimitPolicy limits, List<Endpoint>... levels) {
        ClusterPolicy or = ClusterPolicy.DEFAULT;
        RoutingSnapshot open = snapshot(Duration.ofSeconds(5), new ClusterPolicy(or.connectTimeout(),
                or.overprovisioningFactor(), or.panicThreshold(), or.outlier(), or.retryBudget(), limits), levels);
        Route route = new Route("orders", RouteAction.Forward.to("orders/default", Duration.ofSeconds(5)), guard);
        RouteTable entrance = RouteTable.of(List.of(new VirtualHost("orders", List.of(HOST, HOST + ":*"),
                List.of(new RouteRule(RouteMatch.ANY, route)))));
        return new RoutingSnapshot(open.idc(),
                Map.of(ListenerRole.ENTRANCE, entrance, ListenerRole.LOCAL, open.table(ListenerRole.LOCAL),
                        ListenerRole.CROSSING, open.table(ListenerRole.CROSSING)),
                open.clusters(), Map.of());
    }

    /** Returns an endpoint of this IDC that is known to be dead. */
    public static Endpoint dead() {
        return Endpoint.workload("127.0.0.1", 1, "idc-a").withHealth(Health.UNHEALTHY);
    }

    /** Returns the snapshot with the load by which every locality's requests are divided. */
    public static RoutingSnapshot divided(RoutingSnapshot world, LoadFigures figures) {
        Map<String, XdsCluster> clusters = new HashMap<>();
        world.clusters().forEach((name, cluster) -> clusters.put(name,
                new XdsCluster(name, cluster.service(), cluster.group(),
                        cluster.priorities().stream()
                                .map(level -> new PriorityLevel(level.priority(), level.localities().stream()
                                        .map(one -> new LocalityEndpoints(one.locality(), one.weight(),
                                                one.endpoints(), one.capacity(), figures))
                                        .toList()))
                                .toList(),
                        cluster.policy())));
        return new RoutingSnapshot(world.idc(), world.tables(), clusters, Map.of());
    }

    /** Returns the snapshot with an entrance of one route, for that path, which lets these upgrades in. */
    public static RoutingSnapshot letting(RoutingSnapshot world, PathMatch path, Set<String> upgrades) {
        RouteAction action = new RouteAction.Forward(List.of(new WeightedCluster("orders/default", 1)),
                Duration.ofSeconds(5), RetryConditions.STANDARD, null, null, null, null, upgrades);
        RouteTable open = RouteTable.of(List.of(new VirtualHost("orders", List.of(HOST),
                List.of(new RouteRule(RouteMatch.path(path), new Route("orders", action))))));
        Map<ListenerRole, RouteTable> tables = new HashMap<>(world.tables());
        tables.put(ListenerRole.ENTRANCE, open);
        return new RoutingSnapshot(world.idc(), tables, world.clusters(), Map.of());
    }

    /** Returns the snapshot with an entrance whose requests get so many attempts after the first. */
    public static RoutingSnapshot retrying(RoutingSnapshot world, int retries) {
        RetryConditions standard = RetryConditions.STANDARD;
        RouteAction action = new RouteAction.Forward(List.of(new WeightedCluster("orders/default", 1)),
                Duration.ofSeconds(5), new RetryConditions(retries, standard.on(), Set.of(), null), null);
        RouteTable open = RouteTable.of(List.of(new VirtualHost("orders", List.of(HOST),
                List.of(new RouteRule(RouteMatch.ANY, new Route("orders", action))))));
        Map<ListenerRole, RouteTable> tables = new HashMap<>(world.tables());
        tables.put(ListenerRole.ENTRANCE, open);
        return new RoutingSnapshot(world.idc(), tables, world.clusters(), Map.of());
    }

    /** Returns the snapshot with every endpoint spoken to in HTTP/2. */
    public static RoutingSnapshot http2(RoutingSnapshot world) {
        Map<String, XdsCluster> clusters = new HashMap<>();
        world.clusters().forEach((name, one) -> clusters.put(name, new XdsCluster(name, one.service(), one.group(),
                one.priorities(), one.policy(), one.balance(), UpstreamProtocol.HTTP2)));
        return snapshot(Duration.ofSeconds(5), clusters);
    }

    /** Returns the snapshot with its entrance open to every host. */
    public static RoutingSnapshot everyHost(RoutingSnapshot world) {
        Route route = new Route("orders", RouteAction.Forward.to("orders/default", Duration.ofSeconds(5)));
        RouteTable open = RouteTable.of(
                List.of(new VirtualHost("all", List.of("*"), List.of(new RouteRule(RouteMatch.ANY, route)))));
        return new RoutingSnapshot("idc-a", Map.of(ListenerRole.ENTRANCE, open, ListenerRole.CROSSING,
                crossing(Duration.ofSeconds(5))), world.clusters(), Map.of());
    }

    /** Returns the snapshot with a TCP listener of which each server name, or {@code *}, leads to {@code orders}. */
    public static RoutingSnapshot tcp(RoutingSnapshot world, String listener, String... serverNames) {
        Route route = new Route("orders", RouteAction.Forward.to("orders/default", Duration.ofSeconds(5)));
        List<VirtualHost> hosts = new ArrayList<>();
        for (String name : serverNames) {
            hosts.add(new VirtualHost(name, List.of(name),
                    List.of(new RouteRule(RouteMatch.path(new PathMatch.Connect()), route))));
        }
        return new RoutingSnapshot(world.idc(), world.tables(), Map.of(listener, RouteTable.of(hosts)),
                world.clusters(), Map.of());
    }

    private static RouteTable entrance(Duration timeout) {
        Route route = new Route("orders", RouteAction.Forward.to("orders/default", timeout));
        return RouteTable.of(List.of(new VirtualHost("orders", List.of(HOST, HOST + ":*"),
                List.of(new RouteRule(RouteMatch.ANY, route)))));
    }

    private static RouteTable crossing(Duration timeout) {
        RouteMatch match = new RouteMatch(PathMatch.ANY, null,
                List.of(new RouteMatch.Condition("x-spillway-cluster", new TextMatch.Exact("orders/default", false))),
                List.of());
        Route route = new Route("orders/default", RouteAction.Forward.to("orders/default@local", timeout));
        return RouteTable.of(List.of(new VirtualHost("crossing", List.of("*"),
                List.of(new RouteRule(match, route)))));
    }
}
