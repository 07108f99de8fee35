/** Tests of the metrics. */
@NullMarked
package io.spillway.control.metrics;

import org.jspecify.annotations.NullMarked;
