/** What a gateway serves after it was killed. */
@NullMarked
package io.spillway.it.restart;

import org.jspecify.annotations.NullMarked;
