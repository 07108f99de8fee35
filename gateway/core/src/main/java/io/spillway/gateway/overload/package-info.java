/**
 * When a gateway itself is short of something: from pressures to what it stops doing, in steps. Start at
 * {@link io.spillway.gateway.overload.OverloadLadder}.
 */
@NullMarked
package io.spillway.gateway.overload;

import org.jspecify.annotations.NullMarked;
