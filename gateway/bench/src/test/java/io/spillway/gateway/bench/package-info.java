/** Tests of the bench itself. */
@NullMarked
package io.spillway.gateway.bench;

import org.jspecify.annotations.NullMarked;
