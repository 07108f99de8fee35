/** The console in a browser. Start at {@link io.spillway.it.console.ConsoleTest}. */
@NullMarked
package io.spillway.it.console;

import org.jspecify.annotations.NullMarked;
