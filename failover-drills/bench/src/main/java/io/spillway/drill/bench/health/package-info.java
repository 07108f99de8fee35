/**
 * {@code spillway bench health}: what the central health checks of one control node cost, how punctual they are, and how soon
 * a death is noticed. Start with {@link io.spillway.drill.bench.health.HealthVerb}; what is measured is
 * {@link io.spillway.drill.bench.health.HealthRun}.
 */
@NullMarked
package io.spillway.drill.bench.health;

import org.jspecify.annotations.NullMarked;
