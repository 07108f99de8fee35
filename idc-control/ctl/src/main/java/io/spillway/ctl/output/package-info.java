/** What people read: tables, ages, differences. Start at {@link io.spillway.ctl.output.Table}. */
@NullMarked
package io.spillway.ctl.output;

import org.jspecify.annotations.NullMarked;
