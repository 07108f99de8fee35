package io.spillway.gateway.bench.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one system did in one case.
 *
 * @param system {@code spillway} or the peer's name
 * @param scenario the case, as in {@code http1-keepalive-100B}
 * @param figures by field name (contracts, section 7), in the order of printing; never NaN
 */
public record Row(String system, String scenario, Map<String, Double> figures) {

    public Row {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        figures.forEach((name, value) -> {
            if (value.isNaN() || value.isInfinite()) {
                throw new IllegalArgumentException(
                        system + " " + scenario + ": " + name + " is " + value + " (expected: a number)");
            }
        });
    }
}
