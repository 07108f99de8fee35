/** The admin listener of a process. Start at {@link io.spillway.process.admin.AdminListener}. */
@NullMarked
package io.spillway.process.admin;

import org.jspecify.annotations.NullMarked;
