/**
 * The benches {@code gateway} and {@code routes}. Start at {@link io.spillway.gateway.bench.verb.GatewayVerb}.
 */
@NullMarked
package io.spillway.gateway.bench.verb;

import org.jspecify.annotations.NullMarked;
