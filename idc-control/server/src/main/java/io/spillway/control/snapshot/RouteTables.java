package io.spillway.control.snapshot;

import java.util.List;

import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.spillway.control.state.PersistentMap;
import io.spillway.wire.xds.XdsNames;

/** Whole route configurations, put together from the parts that hosts and services have. Pure. */
final class RouteTables {

    private RouteTables() {}

    static RouteConfiguration of(String name, List<VirtualHost> hosts) {
        return RouteConfiguration.newBuilder().setName(name).addAllVirtualHosts(hosts).build();
    }

    /** Returns that of the crossing port: the routes of all services, in the order of their names. */
    static RouteConfiguration crossing(PersistentMap<String, Catalog.ServiceParts> services) {
        VirtualHost.Builder all = VirtualHost.newBuilder().setName("crossing").addDomains("*");
        for (String name : services.sortedKeys()) {
            Catalog.ServiceParts parts = services.get(name);
            if (parts != null) {
                all.addAllRoutes(parts.crossing());
            }
        }
        // Our gateways keep to themselves by themselves what only gateways say to each other.
        return of(XdsNames.ROUTE_CROSSING, List.of(all.build())).toBuilder()
                .addRequestHeadersToRemove(XdsNames.X_SPILLWAY_CLUSTER)
                .addRequestHeadersToRemove(XdsNames.X_SPILLWAY_SUBSET).build();
    }
}
