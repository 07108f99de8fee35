/**
 * The proxies that are compared, and the backend that they share. Start at
 * {@link io.spillway.gateway.bench.peer.Contender}.
 */
@NullMarked
package io.spillway.gateway.bench.peer;

import org.jspecify.annotations.NullMarked;
