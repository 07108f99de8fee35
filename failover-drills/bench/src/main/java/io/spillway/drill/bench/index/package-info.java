/**
 * {@code spillway bench index}: what one changed workload costs a control node that holds many. Start with
 * {@link io.spillway.drill.bench.index.IndexVerb}; what is measured is {@link io.spillway.drill.bench.index.IndexRun}.
 */
@NullMarked
package io.spillway.drill.bench.index;

import org.jspecify.annotations.NullMarked;
