package io.spillway.gateway.route;

/** What a route table says about a request. */
public sealed interface RouteResult {
    /** No virtual host has the request's authority. */
    String NO_HOST = "no_host";
    /** The virtual host has no route for the request. */
    String NO_ROUTE = "no_route";

    /**
     * A route was found.
     *
     * @param route the route
     * @param domain which host of the table matched
     * @param path which path of it
     */
    record Matched(Route route, String domain, PathMatch path) implements RouteResult {
        /** Says for people what matched. */
        public String reason() {
            return "host " + domain + ", " + path;
        }
    }

    /**
     * No route was found.
     *
     * @param reason {@link #NO_HOST} or {@link #NO_ROUTE}
     */
    record NotMatched(String reason) implements RouteResult {}
}
