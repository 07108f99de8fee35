/** What an operator sees while a drill runs. Start at {@link io.spillway.drill.view.View}. */
@NullMarked
package io.spillway.drill.view;

import org.jspecify.annotations.NullMarked;
