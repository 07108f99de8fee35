/** The metrics of a control node; all names are in {@link io.spillway.control.metrics.ControlMetrics}. */
@NullMarked
package io.spillway.control.metrics;

import org.jspecify.annotations.NullMarked;
