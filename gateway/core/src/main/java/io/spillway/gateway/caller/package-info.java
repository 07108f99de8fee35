/**
 * Who may call, by the name in the caller's certificate. Start at {@link io.spillway.gateway.caller.CallerPolicy}.
 */
@NullMarked
package io.spillway.gateway.caller;

import org.jspecify.annotations.NullMarked;
