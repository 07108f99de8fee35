/**
 * The Netty data plane of a gateway. Start at {@link io.spillway.gateway.proxy.Main} for the process, at
 * {@link io.spillway.gateway.proxy.ProxyServer} for the data plane without configuration files and control plane. A
 * request's way: {@code downstream} reads it, {@code forward} decides, {@code upstream} has it answered, {@code http} is
 * what all of them know about octets.
 */
@NullMarked
package io.spillway.gateway.proxy;

import org.jspecify.annotations.NullMarked;
