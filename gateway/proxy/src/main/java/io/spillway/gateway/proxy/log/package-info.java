/**
 * The access log: JSON lines, written off the event loops, bounded. Start at
 * {@link io.spillway.gateway.proxy.log.AccessLog}.
 */
@NullMarked
package io.spillway.gateway.proxy.log;

import org.jspecify.annotations.NullMarked;
