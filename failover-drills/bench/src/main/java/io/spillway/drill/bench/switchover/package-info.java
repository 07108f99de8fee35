/**
 * How long a switch-over takes until traffic is served by the target, and what users notice of it. Start at
 * {@link io.spillway.drill.bench.switchover.SwitchOverRun}.
 */
@NullMarked
package io.spillway.drill.bench.switchover;

import org.jspecify.annotations.NullMarked;
