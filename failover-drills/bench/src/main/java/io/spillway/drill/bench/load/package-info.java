/** An open loop over a fixed number of connections. Start at {@link io.spillway.drill.bench.load.OpenLoop}. */
@NullMarked
package io.spillway.drill.bench.load;

import org.jspecify.annotations.NullMarked;
