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
record Wish(Endpoint endpoint, Way way, int timeoutMillis, Permit permit, ConnectListener listener) {}
