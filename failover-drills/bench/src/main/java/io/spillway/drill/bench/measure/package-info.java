/** What processes and threads cost, as the benches count it. Start at {@link io.spillway.drill.bench.measure.Meter}. */
@NullMarked
package io.spillway.drill.bench.measure;

import org.jspecify.annotations.NullMarked;
