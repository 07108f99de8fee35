/** Configuration of a gateway over xDS. */
@NullMarked
package io.spillway.gateway.xds;

import org.jspecify.annotations.NullMarked;
