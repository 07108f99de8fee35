/** The drill file. Start at {@link io.spillway.drill.plan.DrillPlan}. */
@NullMarked
package io.spillway.drill.plan;

import org.jspecify.annotations.NullMarked;
