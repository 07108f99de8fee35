/** Tests of the health checks. */
@NullMarked
package io.spillway.control.health.probe;

import org.jspecify.annotations.NullMarked;
