/**
 * How much is let through, and who is refused first: circuit breakers, rate limits, capacity shares, adaptive concurrency.
 * Start at {@link io.spillway.gateway.limit.LimitPolicy} and {@link io.spillway.gateway.limit.RouteGuard}.
 */
@NullMarked
package io.spillway.gateway.limit;

import org.jspecify.annotations.NullMarked;
