/** Tests of what is divided by load. */
@NullMarked
package io.spillway.control.spill;

import org.jspecify.annotations.NullMarked;
