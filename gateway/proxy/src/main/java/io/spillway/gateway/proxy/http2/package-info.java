/**
 * What both sides of the proxy share of HTTP/2: heads rendered as HTTP/1 heads and back, and the limits of what a peer may
 * make us do. Start at {@link io.spillway.gateway.proxy.http2.Codec}.
 */
@NullMarked
package io.spillway.gateway.proxy.http2;

import org.jspecify.annotations.NullMarked;
