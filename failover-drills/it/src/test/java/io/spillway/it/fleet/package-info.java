/** Real processes for tests: components, tools, and plain HTTP. Start at {@link io.spillway.it.fleet.Component}. */
@NullMarked
package io.spillway.it.fleet;

import org.jspecify.annotations.NullMarked;
