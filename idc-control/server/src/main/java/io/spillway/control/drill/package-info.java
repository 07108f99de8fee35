/**
 * Drills by schedule: which one is due, who runs it, what became of it. Start at
 * {@link io.spillway.control.drill.DrillDecision}, which decides, and {@link io.spillway.control.drill.DrillKeeper}, which
 * acts. Nothing here plays a drill: an agent does, outside of the control plane.
 */
@NullMarked
package io.spillway.control.drill;

import org.jspecify.annotations.NullMarked;
