/** Tests of the bench itself. */
@NullMarked
package io.spillway.gateway.bench.verb;

import org.jspecify.annotations.NullMarked;
