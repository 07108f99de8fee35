/**
 * Configuration of a gateway: what the control plane says by xDS, and what the disk still knows when it is silent.
 * Start at {@link io.spillway.gateway.xds.GatewayConfiguration}.
 */
@NullMarked
package io.spillway.gateway.xds;

import org.jspecify.annotations.NullMarked;
