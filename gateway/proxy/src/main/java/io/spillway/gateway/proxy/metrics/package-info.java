/**
 * The gateway's meters. The only package here that knows Micrometer; start at
 * {@link io.spillway.gateway.proxy.metrics.ProxyMeters}.
 */
@NullMarked
package io.spillway.gateway.proxy.metrics;

import org.jspecify.annotations.NullMarked;
