/** Who of those who write waits for whom. Start at {@link io.spillway.control.turn.Turns}. */
@NullMarked
package io.spillway.control.turn;

import org.jspecify.annotations.NullMarked;
