/** Tests of the bench itself. */
@NullMarked
package io.spillway.gateway.bench.load;

import org.jspecify.annotations.NullMarked;
