/**
 * A simulated registry and those who write to it, one move at a time in an order that a seed decides, with lost answers,
 * pauses and deaths; and what must be true of every history. Begin with
 * {@link io.spillway.control.switchover.sim.OperatorsAtOnceTest}.
 */
@NullMarked
package io.spillway.control.switchover.sim;

import org.jspecify.annotations.NullMarked;
