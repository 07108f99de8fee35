package io.spillway.gateway.route;

import static java.util.Objects.requireNonNull;

/**
 * A named decision for the requests that match it.
 *
 * @param name unique in its table, for logs and {@code explain}
 * @param action what is done
 */
public record Route(String name, RouteAction action) {
    public Route {
        requireNonNull(name, "name");
        requireNonNull(action, "action");
    }
}
