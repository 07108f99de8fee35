/**
 * On-demand subscription: which services a gateway has asked its control plane for, because a request wanted them, and which
 * of them it may forget. Start at {@link io.spillway.gateway.xds.demand.OnDemand}.
 */
@NullMarked
package io.spillway.gateway.xds.demand;

import org.jspecify.annotations.NullMarked;
