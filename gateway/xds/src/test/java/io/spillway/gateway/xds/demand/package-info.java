/** When a service is forgotten, and when not. */
@NullMarked
package io.spillway.gateway.xds.demand;

import org.jspecify.annotations.NullMarked;
