/** Drills of the library, played; and drills that die. Start at {@link io.spillway.it.drills.ShortDrillsTest}. */
@NullMarked
package io.spillway.it.drills;

import org.jspecify.annotations.NullMarked;
