/**
 * The state machine of switch-overs, in pure code: {@link io.spillway.model.switchover.Transitions} says what may lead to
 * what, {@link io.spillway.model.switchover.Machine} makes a transition, {@link io.spillway.model.switchover.Work} says what
 * is to be done in a state, and {@link io.spillway.model.switchover.StepShifts} which shifts a step is,
 * and {@link io.spillway.model.switchover.SwitchWrite} what a transition writes. Start at Machine.
 */
@NullMarked
package io.spillway.model.switchover;

import org.jspecify.annotations.NullMarked;
