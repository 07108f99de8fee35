package io.spillway.gateway.bench.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What one system did in one case.
 *
 * @param system {@code spillway} or the peer's name
 * @param scenario the case, as in {@code http1-keepalive-100B}
 * @param figures by field name (contracts, section 7), in the order of printing; never NaN
 * @param failure why the system could not be measured (to the end), or null; figures are those that came before it
 * @param voided why some of the figures mean nothing (others used the machine, or the system was not warm), or null
 */
public record Row(String system, String scenario, Map<String, Double> figures, @Nullable String failure,
        @Nullable String voided) {

    /** Creates the row of a system that was measured. */
    public Row(String system, String scenario, Map<String, Double> figures) {
        this(system, scenario, figures, null, null);
    }

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
