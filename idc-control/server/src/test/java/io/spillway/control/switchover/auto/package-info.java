/** Tests of automatic shift. */
@NullMarked
package io.spillway.control.switchover.auto;

import org.jspecify.annotations.NullMarked;
