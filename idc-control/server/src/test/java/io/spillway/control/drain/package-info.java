/** Tests of the finalizer. */
@NullMarked
package io.spillway.control.drain;

import org.jspecify.annotations.NullMarked;
