package io.spillway.gateway.route;

import java.util.ArrayList;
import java.util.List;

/**
 * The routes of one listener role. The authority chooses one virtual host (exact before longest suffix before {@code *}),
 * and in it the first listed rule that matches wins, whatever kind of path it has. Immutable, safe for all threads; the cost
 * of a match does not grow with the number of hosts, nor with the number of routes that differ in their path or in an exact
 * header value.
 */
public final class RouteTable {
    /** Matches nothing. */
    public static final RouteTable EMPTY = of(List.of());

    private static final RouteResult NO_HOST = new RouteResult.NotMatched(RouteResult.NO_HOST);
    private static final RouteResult NO_ROUTE = new RouteResult.NotMatched(RouteResult.NO_ROUTE);

    private final List<VirtualHost> hosts;
    private final List<Route> routes;
    private final HostIndex index;

    private RouteTable(List<VirtualHost> hosts) {
        this.hosts = List.copyOf(hosts);
        this.index = new HostIndex(this.hosts);
        List<Route> all = new ArrayList<>();
        for (VirtualHost host : this.hosts) {
            for (RouteRule rule : host.rules()) {
                all.add(rule.route());
            }
        }
        this.routes = List.copyOf(all);
    }

    /**
     * Returns a table of these hosts.
     *
     * @throws IllegalArgumentException when a domain stands twice or a domain or path cannot be understood; the message names
     *         it
     */
    public static RouteTable of(List<VirtualHost> hosts) {
        return new RouteTable(hosts);
    }

    /** Returns the virtual hosts as given. */
    public List<VirtualHost> hosts() {
        return hosts;
    }

    /** Returns all routes in the order of hosts and rules. */
    public List<Route> routes() {
        return routes;
    }

    /** Returns the route of the request, or why there is none. */
    public RouteResult match(RequestView request) {
        HostRoutes host = index.find(request.authority());
        if (host == null) {
            return NO_HOST;
        }
        RouteResult found = host.match(request);
        return found != null ? found : NO_ROUTE;
    }
}
