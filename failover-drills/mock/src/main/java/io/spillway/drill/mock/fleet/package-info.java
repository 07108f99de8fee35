/**
 * Thousands of mock data planes on a few threads, over real connections. Start at
 * {@link io.spillway.drill.mock.fleet.MockFleet}.
 */
@NullMarked
package io.spillway.drill.mock.fleet;

import org.jspecify.annotations.NullMarked;
