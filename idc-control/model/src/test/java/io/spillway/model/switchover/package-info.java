/** Tests of the state machine of switch-overs; {@link io.spillway.model.switchover.SwitchOvers} makes what they need. */
@NullMarked
package io.spillway.model.switchover;

import org.jspecify.annotations.NullMarked;
