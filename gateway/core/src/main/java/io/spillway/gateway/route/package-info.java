/**
 * Which route a request takes and which group (xDS cluster) of that route. Start at
 * {@link io.spillway.gateway.route.RouteTable}.
 */
@NullMarked
package io.spillway.gateway.route;

import org.jspecify.annotations.NullMarked;
