/**
 * Processes of a bench: started, watched in {@code /proc}, ended by their id. Start at
 * {@link io.spillway.gateway.bench.process.Spawned}.
 */
@NullMarked
package io.spillway.gateway.bench.process;

import org.jspecify.annotations.NullMarked;
