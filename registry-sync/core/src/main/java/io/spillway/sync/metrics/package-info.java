/** The metrics of registry-sync. */
@NullMarked
package io.spillway.sync.metrics;

import org.jspecify.annotations.NullMarked;
