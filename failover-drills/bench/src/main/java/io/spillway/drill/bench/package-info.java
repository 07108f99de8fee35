/** Benches that need whole systems. Start at {@link io.spillway.drill.bench.Main}. */
@NullMarked
package io.spillway.drill.bench;

import org.jspecify.annotations.NullMarked;
