/**
 * Spans: which requests are traced, what a gateway says of them, and how that goes to a collector by OTLP. Start at
 * {@link io.spillway.gateway.proxy.trace.Tracing}.
 */
@NullMarked
package io.spillway.gateway.proxy.trace;

import org.jspecify.annotations.NullMarked;
