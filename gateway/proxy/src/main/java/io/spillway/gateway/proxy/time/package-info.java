/** Coarse deadlines for one event loop without a timer per request. Start at {@link io.spillway.gateway.proxy.time.DeadlineWheel}. */
@NullMarked
package io.spillway.gateway.proxy.time;

import org.jspecify.annotations.NullMarked;
