package io.spillway.gateway.route;

import java.util.List;
import java.util.Objects;

import io.spillway.gateway.caller.CallerPolicy;
import org.jspecify.annotations.Nullable;

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
    private final HostIndex index;
    private final boolean named;
    private final PathPolicy paths;
    private final @Nullable CallerPolicy callers;

    private RouteTable(List<VirtualHost> hosts) {
        this.paths = PathPolicy.AS_RECEIVED;
        this.callers = null;
        this.hosts = List.copyOf(hosts);
        this.index = new HostIndex(this.hosts);
        this.named = this.hosts.stream().anyMatch(host -> !host.domains().equals(List.of("*")));
    }

    private RouteTable(RouteTable other, PathPolicy paths, @Nullable CallerPolicy callers) {
        this.hosts = other.hosts;
        this.index = other.index;
        this.named = other.named;
        this.paths = paths;
        this.callers = callers;
    }

    /**
     * Returns a table of these hosts that takes paths as they are received.
     *
     * @throws IllegalArgumentException when a domain stands twice or a domain or path cannot be understood; the message names
     *         it
     */
    public static RouteTable of(List<VirtualHost> hosts) {
        return new RouteTable(hosts);
    }

    /** Returns the same routes for paths that are treated so before {@link #match} is asked. */
    public RouteTable with(PathPolicy policy) {
        return paths.equals(policy) ? this : new RouteTable(this, policy, callers);
    }

    /** Returns the same routes, for these callers where a route says nothing of its own. */
    public RouteTable with(@Nullable CallerPolicy policy) {
        return Objects.equals(callers, policy) ? this : new RouteTable(this, paths, policy);
    }

    /** Returns who may use a route that says nothing of its own; null when that is left to the listener's role. */
    public @Nullable CallerPolicy callers() {
        return callers;
    }

    /** Returns whether both have the same routes, as objects. */
    @SuppressWarnings("ReferenceEquality")
    public boolean sharesRoutesWith(RouteTable other) {
        return index == other.index;
    }

    /** Returns what is done with paths before they are matched. */
    public PathPolicy paths() {
        return paths;
    }

    /** Returns the virtual hosts as given. */
    public List<VirtualHost> hosts() {
        return hosts;
    }

    /** Tells whether any host of the table is a name: only then what a client asks for matters. */
    public boolean namesHosts() {
        return named;
    }

    /** Returns all routes in the order of hosts and rules; reads all {@link LateRules}. */
    public List<Route> routes() {
        return hosts.stream().flatMap(host -> host.rules().stream()).map(RouteRule::route).toList();
    }

    /** Returns the route of the request, whose path is as {@link #paths} wants it, or why there is none. */
    public RouteResult match(RequestView request) {
        HostRoutes host = index.find(request.authority());
        if (host == null) {
            return NO_HOST;
        }
        RouteResult found = host.match(request);
        return found != null ? found : NO_ROUTE;
    }
}
