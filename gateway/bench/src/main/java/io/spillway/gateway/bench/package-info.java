/**
 * Measures a gateway beside its peers on one machine, in one run. Start at {@link io.spillway.gateway.bench.Main}.
 */
@NullMarked
package io.spillway.gateway.bench;

import org.jspecify.annotations.NullMarked;
