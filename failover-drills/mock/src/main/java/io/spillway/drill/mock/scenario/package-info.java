/**
 * Scenario files: groups of mock data planes and their steps in YAML. Start at
 * {@link io.spillway.drill.mock.scenario.ScenarioFiles}.
 */
@NullMarked
package io.spillway.drill.mock.scenario;

import org.jspecify.annotations.NullMarked;
