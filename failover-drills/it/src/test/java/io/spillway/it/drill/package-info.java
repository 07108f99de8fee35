/** Drills that control nodes schedule, with agents that are processes of their own. */
@NullMarked
package io.spillway.it.drill;

import org.jspecify.annotations.NullMarked;
