/** Tests of {@code io.spillway.control.snapshot}. */
@NullMarked
package io.spillway.control.snapshot;

import org.jspecify.annotations.NullMarked;
