/**
 * {@code spillway bench growth}: what a control node needs as one thing grows and all else stays. Start with
 * {@link io.spillway.drill.bench.growth.GrowthVerb}; what is measured is {@link io.spillway.drill.bench.growth.GrowthRun}.
 */
@NullMarked
package io.spillway.drill.bench.growth;

import org.jspecify.annotations.NullMarked;
