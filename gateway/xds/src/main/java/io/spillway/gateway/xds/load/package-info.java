/**
 * Reports what a gateway does to its control plane, by LRS (envoy.service.load_stats.v3). Start at
 * {@link io.spillway.gateway.xds.load.LoadReportClient}.
 */
@NullMarked
package io.spillway.gateway.xds.load;

import org.jspecify.annotations.NullMarked;
