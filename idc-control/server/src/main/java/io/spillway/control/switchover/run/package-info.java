/**
 * Carries switch-overs out. {@link io.spillway.control.switchover.run.Coordinator} looks at what is written and does what
 * {@code Work} says; {@link io.spillway.control.switchover.run.TransitionWriter} writes each transition in one transaction; {@link
 * io.spillway.control.switchover.run.SwitchOvers} is what operators say. Which node coordinates is decided by rendezvous over
 * the live nodes: see docs/decisions/0020.
 */
@NullMarked
package io.spillway.control.switchover.run;

import org.jspecify.annotations.NullMarked;
