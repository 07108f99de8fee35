/** Tests of this package. */
@NullMarked
package io.spillway.drill.mock.message;

import org.jspecify.annotations.NullMarked;
