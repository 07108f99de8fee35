/** The operator's command. Start at {@link io.spillway.ctl.Main}; each verb is a class of {@code io.spillway.ctl.verb}. */
@NullMarked
package io.spillway.ctl;

import org.jspecify.annotations.NullMarked;
