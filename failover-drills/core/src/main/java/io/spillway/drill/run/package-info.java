/** Plays a drill against a fleet. Start at {@link io.spillway.drill.run.DrillRun}. */
@NullMarked
package io.spillway.drill.run;

import org.jspecify.annotations.NullMarked;
