package io.spillway.gateway.snapshot;

/**
 * A route that names a cluster which the snapshot does not have: accepted, but its requests get 503 {@code no_cluster}.
 *
 * @param role whose table the route is in
 * @param route the route's name
 * @param cluster the missing cluster
 */
public record DanglingRoute(ListenerRole role, String route, String cluster) {}
