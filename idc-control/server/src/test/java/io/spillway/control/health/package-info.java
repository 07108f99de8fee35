/** Tests of the health checks. */
@NullMarked
package io.spillway.control.health;

import org.jspecify.annotations.NullMarked;
