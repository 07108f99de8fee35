/** What is compared, each with the configuration that its documentation recommends. Start at {@link io.spillway.drill.bench.system.Contestant}. */
@NullMarked
package io.spillway.drill.bench.system;

import org.jspecify.annotations.NullMarked;
