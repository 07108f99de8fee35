/**
 * The xDS resources that this gateway holds, and how a response changes them. Start at
 * {@link io.spillway.gateway.xds.world.World}.
 */
@NullMarked
package io.spillway.gateway.xds.world;

import org.jspecify.annotations.NullMarked;
