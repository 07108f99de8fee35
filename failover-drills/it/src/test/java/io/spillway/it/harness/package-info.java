/** Fleets of real processes for tests, and the users who watch them. Start at {@link io.spillway.it.harness.TestFleet}. */
@NullMarked
package io.spillway.it.harness;

import org.jspecify.annotations.NullMarked;
