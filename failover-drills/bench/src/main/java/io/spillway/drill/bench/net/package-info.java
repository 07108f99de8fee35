/** Network namespaces that a bench makes for itself. Start at {@link io.spillway.drill.bench.net.Namespaces}. */
@NullMarked
package io.spillway.drill.bench.net;

import org.jspecify.annotations.NullMarked;
