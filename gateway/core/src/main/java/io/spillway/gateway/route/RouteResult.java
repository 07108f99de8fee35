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
     * @param match which requests of it the rule takes
     * @param number how many rules of the host stand before it
     */
    record Matched(Route route, String domain, RouteMatch match, int number) implements RouteResult {
        /** Returns which paths the rule takes. */
        public PathMatch path() {
            return match.path();
        }

        /** Says for people what matched. */
        public String reason() {
            return "host " + domain + ", " + path();
        }
    }

    /**
     * No route was found.
     *
     * @param reason {@link #NO_HOST} or {@link #NO_ROUTE}
     */
    record NotMatched(String reason) implements RouteResult {}
}
