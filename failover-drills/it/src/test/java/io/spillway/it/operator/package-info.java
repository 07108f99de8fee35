/** What operators do wrong, and what they are told. Start at {@link io.spillway.it.operator.ControlRoom}. */
@NullMarked
package io.spillway.it.operator;

import org.jspecify.annotations.NullMarked;
