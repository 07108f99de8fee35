/**
 * TLS on both sides: {@link io.spillway.gateway.proxy.tls.ServerTls} for what comes in,
 * {@link io.spillway.gateway.proxy.tls.ClientTls} for what goes to other IDCs.
 */
@NullMarked
package io.spillway.gateway.proxy.tls;

import org.jspecify.annotations.NullMarked;
