/** Tests of the gateway's configuration. */
@NullMarked
package io.spillway.gateway.xds;

import org.jspecify.annotations.NullMarked;
