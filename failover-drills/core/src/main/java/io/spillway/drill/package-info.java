/**
 * Drills: faults against a real fleet, load, invariants, reports. Start at {@link io.spillway.drill.Main}; the packages
 * below it are the parts, from {@code measure} (what users saw) to {@code verb} (what an operator types).
 */
@NullMarked
package io.spillway.drill;

import org.jspecify.annotations.NullMarked;
