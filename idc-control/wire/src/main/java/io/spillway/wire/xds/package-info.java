/** Names of xDS resources, headers and types, in one place. Start at {@link io.spillway.wire.xds.XdsNames}. */
@NullMarked
package io.spillway.wire.xds;

import org.jspecify.annotations.NullMarked;
