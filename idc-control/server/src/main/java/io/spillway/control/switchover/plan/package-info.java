/**
 * What a switch-over is checked by before it is ready, the plan that is frozen then, and the rules that its writes obey. Pure:
 * {@link io.spillway.control.switchover.plan.PlanGround} is all that is looked at. Start at
 * {@link io.spillway.control.switchover.plan.Planner}; the rules are {@link io.spillway.control.switchover.plan.Rules}.
 */
@NullMarked
package io.spillway.control.switchover.plan;

import org.jspecify.annotations.NullMarked;
