/** Every verb against a scripted control plane. Start at {@link io.spillway.ctl.CommandRun}. */
@NullMarked
package io.spillway.ctl;

import org.jspecify.annotations.NullMarked;
