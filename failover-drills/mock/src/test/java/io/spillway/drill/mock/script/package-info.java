/** Tests of this package. */
@NullMarked
package io.spillway.drill.mock.script;

import org.jspecify.annotations.NullMarked;
