package io.spillway.gateway.assembly;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.spillway.gateway.route.RouteRule;
import io.spillway.gateway.route.RouteTable;
import io.spillway.wire.xds.XdsNames;

/** Reads RouteConfiguration resources. */
final class RoutesReader {
    private static final Set<String> KNOWN = Set.of("name", "virtual_hosts", "validate_clusters",
            "request_headers_to_remove",
            "ignore_port_in_host_matching", "max_direct_response_body_size_bytes");
    private static final Set<String> KNOWN_HOST = Set.of("name", "domains", "routes", "retry_policy", "metadata",
            "request_headers_to_remove");
    private static final Set<String> KNOWN_ROUTE = Set.of("name", "match", "route", "redirect", "direct_response",
            "metadata",
            "request_headers_to_remove", "request_headers_to_add", "response_headers_to_remove",
            "response_headers_to_add", "typed_per_filter_config", "decorator", "stat_prefix");
    private static final Set<String> KNOWN_FILTERS = Set.of(XdsNames.FILTER_LOCAL_RATE_LIMIT, XdsNames.FAULT_FILTER);

    private RoutesReader() {}

    static RouteTable read(RouteConfiguration configuration) {
        Fields.notEmpty("name", configuration.getName());
        Fields.only(configuration, KNOWN);
        HeaderReader.refuseRemovals(configuration.getRequestHeadersToRemoveList());
        List<io.spillway.gateway.route.VirtualHost> hosts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (VirtualHost host : configuration.getVirtualHostsList()) {
            if (!names.add(host.getName())) {
                throw Refusal.of("virtual_hosts.name", host.getName(), "each once");
            }
            hosts.add(host(host));
        }
        return RouteTable.of(hosts);
    }

    private static io.spillway.gateway.route.VirtualHost host(VirtualHost host) {
        String name = Fields.notEmpty("virtual_hosts.name", host.getName());
        Fields.only(host, KNOWN_HOST);
        HeaderReader.refuseRemovals(host.getRequestHeadersToRemoveList());
        if (host.getDomainsCount() == 0) {
            throw Refusal.of("domains of " + name, "[]", "at least one");
        }
        List<RouteRule> rules = new ArrayList<>();
        for (Route route : host.getRoutesList()) {
            String routeName = route.getName().isEmpty() ? name + "/" + rules.size() : route.getName();
            Fields.only(route, KNOWN_ROUTE);
            for (String filter : route.getTypedPerFilterConfigMap().keySet()) {
                if (!KNOWN_FILTERS.contains(filter)) {
                    throw Refusal.unsupported("typed_per_filter_config " + filter + " of route " + routeName);
                }
            }
            rules.add(new RouteRule(MatchReader.read(route.getMatch()),
                    new io.spillway.gateway.route.Route(routeName,
                            ActionReader.read(routeName, route, host.getRetryPolicy()),
                            GuardReader.read(routeName, route))));
        }
        return new io.spillway.gateway.route.VirtualHost(name, host.getDomainsList(), rules);
    }
}
