package io.spillway.gateway.proxy.trace;

import java.net.URI;

/**
 * What is traced and where spans go.
 *
 * @param endpoint where a collector takes OTLP by HTTP, as in {@code http://127.0.0.1:4318/v1/traces}
 * @param ratio which part of the requests without a trace begins one, 0 to 1; the others follow whoever began theirs
 * @param service the name by which the spans' resource goes
 */
public record TraceSettings(URI endpoint, double ratio, String service) {}
