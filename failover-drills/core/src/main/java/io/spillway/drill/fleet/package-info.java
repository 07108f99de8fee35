/** A topology as real processes on this machine. Start at {@link io.spillway.drill.fleet.Fleet}. */
@NullMarked
package io.spillway.drill.fleet;

import org.jspecify.annotations.NullMarked;
