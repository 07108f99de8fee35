package io.spillway.gateway.proxy;

import java.net.URI;
import java.net.URISyntaxException;

import io.spillway.gateway.proxy.trace.TraceSettings;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import org.jspecify.annotations.Nullable;

/** The key {@code tracing}: where spans go, and of how many requests. */
final class TraceConfig {
    private static final double RATIO = 0.01;
    private static final ScalarType<URI> COLLECTOR = ScalarType.text(
            "URL of a collector as in http://127.0.0.1:4318/v1/traces", URI.create("http://127.0.0.1:4318/v1/traces"),
            TraceConfig::collector);

    private TraceConfig() {}

    static TraceSettings read(Decoder config) {
        return new TraceSettings(config.required("endpoint", COLLECTOR),
                config.optional("ratio", ScalarType.number(0, 1), RATIO),
                config.optional("service", ScalarType.SOME_TEXT, "spillway-gateway"));
    }

    private static @Nullable URI collector(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null ? uri : null;
        } catch (URISyntaxException _) {
            return null;
        }
    }
}
