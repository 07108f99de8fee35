/** Drills: faults, load, invariants, reports. */
@NullMarked
package io.spillway.drill;

import org.jspecify.annotations.NullMarked;
