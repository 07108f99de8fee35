/** Tests of a whole control node over its real protocols. */
@NullMarked
package io.spillway.control.turn;

import org.jspecify.annotations.NullMarked;
