package io.spillway.gateway.route;

import io.spillway.gateway.limit.RouteGuard;

import static java.util.Objects.requireNonNull;

/**
 * A named decision for the requests that match it.
 *
 * @param name unique in its table, for logs and {@code explain}
 * @param action what is done
 * @param guard who may use it, and how much
 */
public record Route(String name, RouteAction action, RouteGuard guard) {
    public Route {
        requireNonNull(name, "name");
        requireNonNull(action, "action");
        requireNonNull(guard, "guard");
    }

    /** Creates a route for everybody. */
    public Route(String name, RouteAction action) {
        this(name, action, RouteGuard.OPEN);
    }
}
