package io.spillway.gateway.snapshot;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteRule;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.route.VirtualHost;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Everything that requests are decided on, at one instant.
 *
 * @param idc the gateway's IDC
 * @param tables the routes of each listener role; a role that is missing has no route
 * @param tcp the routes of each TCP listener by its name: tunnels by the server name that a client's TLS asks for
 * @param clusters the clusters by name
 * @param versions for each xDS type URL the version that the control plane gave, for logs and {@code /config}
 */
public record RoutingSnapshot(String idc, Map<ListenerRole, RouteTable> tables, Map<String, RouteTable> tcp,
        Map<String, XdsCluster> clusters, Map<String, String> versions) {
    /** Creates a snapshot without TCP listeners. */
    public RoutingSnapshot(String idc, Map<ListenerRole, RouteTable> tables, Map<String, XdsCluster> clusters,
            Map<String, String> versions) {
        this(idc, tables, Map.of(), clusters, versions);
    }

    public RoutingSnapshot {
        requireNonNull(idc, "idc");
        EnumMap<ListenerRole, RouteTable> all = new EnumMap<>(ListenerRole.class);
        for (ListenerRole role : ListenerRole.values()) {
            all.put(role, tables.getOrDefault(role, RouteTable.EMPTY));
        }
        tables = Map.copyOf(all);
        tcp = Map.copyOf(tcp);
        clusters = Map.copyOf(clusters);
        versions = Map.copyOf(versions);
    }

    /** Returns a snapshot without routes and clusters. */
    public static RoutingSnapshot empty(String idc) {
        return new RoutingSnapshot(idc, Map.of(), Map.of(), Map.of());
    }

    /** Returns the routes of a role, never null. */
    public RouteTable table(ListenerRole role) {
        return requireNonNull(tables.get(role), "table");
    }

    /** Returns the routes of a TCP listener; empty when the control plane has not spoken of it. */
    public RouteTable tcpTable(String listener) {
        return tcp.getOrDefault(listener, RouteTable.EMPTY);
    }

    /** Returns the cluster of that name, or null. */
    public @Nullable XdsCluster cluster(String name) {
        return clusters.get(name);
    }

    /** Returns the routes that name a cluster which is not here, in the order of roles and routes. */
    public List<DanglingRoute> danglingRoutes() {
        List<DanglingRoute> dangling = new ArrayList<>();
        for (ListenerRole role : ListenerRole.values()) {
            for (VirtualHost host : table(role).hosts()) {
                if (!clusters.keySet().containsAll(host.clusters())) {
                    dangling(role, host, dangling);
                }
            }
        }
        return List.copyOf(dangling);
    }

    private void dangling(ListenerRole role, VirtualHost host, List<DanglingRoute> dangling) {
        for (RouteRule rule : host.rules()) {
            if (rule.route().action() instanceof RouteAction.Forward forward) {
                for (String named : forward.named()) {
                    if (!clusters.containsKey(named)) {
                        dangling.add(new DanglingRoute(role, rule.route().name(), named));
                    }
                }
            }
        }
    }
}
