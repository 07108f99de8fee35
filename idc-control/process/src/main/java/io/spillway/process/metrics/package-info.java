/** The meter registry of a process. Start at {@link io.spillway.process.metrics.Metrics}. */
@NullMarked
package io.spillway.process.metrics;

import org.jspecify.annotations.NullMarked;
