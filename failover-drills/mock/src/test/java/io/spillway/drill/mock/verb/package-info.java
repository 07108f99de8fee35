/** Tests of this package. */
@NullMarked
package io.spillway.drill.mock.verb;

import org.jspecify.annotations.NullMarked;
