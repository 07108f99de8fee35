/**
 * The operator's web page as files on the class path; {@code src/main/web} is built into them. Start at
 * {@link io.spillway.control.console.ConsoleFiles}.
 */
@NullMarked
package io.spillway.control.console;

import org.jspecify.annotations.NullMarked;
