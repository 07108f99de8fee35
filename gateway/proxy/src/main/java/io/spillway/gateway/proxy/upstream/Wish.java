package io.spillway.gateway.proxy.upstream;

import io.spillway.gateway.snapshot.Endpoint;

/**
 * Somebody wants a connection.
 *
 * @param endpoint where to
 * @param way how
 * @param timeoutMillis how long opening it may take
 * @param permit what must be asked before
 * @param listener who is told
 */
record Wish(Endpoint endpoint, Way way, int timeoutMillis, Permit permit, ConnectListener listener) {
    /** Returns the same wish of somebody else. */
    Wish of(ConnectListener other) {
        return new Wish(endpoint, way, timeoutMillis, permit, other);
    }

    /** Returns the same wish for a connection that nobody shares. */
    Wish alone() {
        return new Wish(endpoint, Way.HTTP1, timeoutMillis, permit, listener);
    }
}
