package io.spillway.gateway.route;

import static java.util.Objects.requireNonNull;

/**
 * A route and the requests that it takes.
 *
 * @param match which requests
 * @param route the route
 */
public record RouteRule(RouteMatch match, Route route) {
    public RouteRule {
        requireNonNull(match, "match");
        requireNonNull(route, "route");
    }
}
