/** Tests of this package. */
@NullMarked
package io.spillway.drill.mock.scenario;

import org.jspecify.annotations.NullMarked;
