/**
 * What a gateway knows at one instant: routes, clusters, endpoints. Immutable; one reference is read for a whole request.
 * Start at {@link io.spillway.gateway.snapshot.RoutingSnapshot}.
 */
@NullMarked
package io.spillway.gateway.snapshot;

import org.jspecify.annotations.NullMarked;
