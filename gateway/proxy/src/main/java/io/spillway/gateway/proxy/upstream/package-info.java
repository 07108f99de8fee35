/**
 * Connections to endpoints: one pool per event loop, used last in first out, watched while idle. Start at
 * {@link io.spillway.gateway.proxy.upstream.UpstreamPool}.
 */
@NullMarked
package io.spillway.gateway.proxy.upstream;

import org.jspecify.annotations.NullMarked;
