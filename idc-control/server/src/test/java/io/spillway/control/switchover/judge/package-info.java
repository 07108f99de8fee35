/** How far a step is, by what IDCs say of it. */
@NullMarked
package io.spillway.control.switchover.judge;

import org.jspecify.annotations.NullMarked;
