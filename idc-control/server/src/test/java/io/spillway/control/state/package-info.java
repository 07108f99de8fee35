/** Tests of {@code io.spillway.control.state}. */
@NullMarked
package io.spillway.control.state;

import org.jspecify.annotations.NullMarked;
