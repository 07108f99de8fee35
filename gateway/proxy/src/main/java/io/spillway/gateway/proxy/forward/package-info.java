/**
 * One request from its head to the end of its answer: route, choose, attempt, fail over, pass on. Start at
 * {@link io.spillway.gateway.proxy.forward.Exchange}; what an event loop owns is
 * {@link io.spillway.gateway.proxy.forward.Worker}.
 */
@NullMarked
package io.spillway.gateway.proxy.forward;

import org.jspecify.annotations.NullMarked;
