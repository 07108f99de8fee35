/**
 * Connections from clients. Start at {@link io.spillway.gateway.proxy.downstream.DownstreamConnection}.
 */
@NullMarked
package io.spillway.gateway.proxy.downstream;

import org.jspecify.annotations.NullMarked;
