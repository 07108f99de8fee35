/** Tests of this package. */
@NullMarked
package io.spillway.drill.mock.session;

import org.jspecify.annotations.NullMarked;
