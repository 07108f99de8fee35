/**
 * Watches what the gateway itself may run short of. Start at {@link io.spillway.gateway.proxy.overload.OverloadMonitor}.
 */
@NullMarked
package io.spillway.gateway.proxy.overload;

import org.jspecify.annotations.NullMarked;
