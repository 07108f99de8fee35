/**
 * A control plane of one page that feeds the gateway under test. Start at
 * {@link io.spillway.gateway.bench.xds.BenchControl}.
 */
@NullMarked
package io.spillway.gateway.bench.xds;

import org.jspecify.annotations.NullMarked;
