/**
 * How connections end when the gateway goes. Start at {@link io.spillway.gateway.proxy.drain.Drain}, which every protocol
 * asks.
 */
@NullMarked
package io.spillway.gateway.proxy.drain;

import org.jspecify.annotations.NullMarked;
