/**
 * The aggregated, incremental discovery protocol as a client speaks it. Start at
 * {@link io.spillway.gateway.xds.stream.AdsClient}.
 */
@NullMarked
package io.spillway.gateway.xds.stream;

import org.jspecify.annotations.NullMarked;
