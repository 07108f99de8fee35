/** Tests of fleets against real servers. */
@NullMarked
package io.spillway.drill.mock.fleet;

import org.jspecify.annotations.NullMarked;
