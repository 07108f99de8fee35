/** From xDS resources to the routing snapshot that requests are decided on. */
@NullMarked
package io.spillway.gateway.assembly;

import org.jspecify.annotations.NullMarked;
