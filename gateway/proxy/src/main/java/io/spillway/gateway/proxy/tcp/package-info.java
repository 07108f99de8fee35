/**
 * Listeners for clients that speak no HTTP, or TLS that ends elsewhere. Start at {@link io.spillway.gateway.proxy.tcp.TcpStage}:
 * a connection is a CONNECT that nobody wrote, so that balancing, failover, bounds, metrics and the access log are those of
 * requests (decision 0005).
 */
@NullMarked
package io.spillway.gateway.proxy.tcp;

import org.jspecify.annotations.NullMarked;
