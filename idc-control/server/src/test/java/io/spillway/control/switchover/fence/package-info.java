/** Fence providers that lie, are slow, or are not there. */
@NullMarked
package io.spillway.control.switchover.fence;

import org.jspecify.annotations.NullMarked;
