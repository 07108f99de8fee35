/** One fault after the other against one system. Start at {@link io.spillway.drill.bench.run.CaseRun}. */
@NullMarked
package io.spillway.drill.bench.run;

import org.jspecify.annotations.NullMarked;
