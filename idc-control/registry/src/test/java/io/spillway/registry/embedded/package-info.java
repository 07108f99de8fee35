/** The embedded registry under the kit and under its own disasters. */
@NullMarked
package io.spillway.registry.embedded;

import org.jspecify.annotations.NullMarked;
