/**
 * Load on a proxy and what it measured. Start at {@link io.spillway.gateway.bench.load.LoadResult}.
 */
@NullMarked
package io.spillway.gateway.bench.load;

import org.jspecify.annotations.NullMarked;
