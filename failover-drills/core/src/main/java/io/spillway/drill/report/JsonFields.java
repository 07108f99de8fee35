package io.spillway.drill.report;

import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.drill.measure.Tally;
import org.jspecify.annotations.Nullable;

/** How figures are written into JSON. */
final class JsonFields {

    private static final double MICROS = 1000;
    private static final double PARTS = 1e6;

    private JsonFields() {}

    static Map<String, @Nullable Object> map(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }

    static Map<String, @Nullable Object> latency(Tally tally) {
        return map("p50", round(tally.latencyMs(50)), "p90", round(tally.latencyMs(90)), "p99",
                round(tally.latencyMs(99)), "p999", round(tally.latencyMs(99.9)), "max", round(tally.maxMs()));
    }

    /** Never rounds a failure away. */
    static double ratio(double value) {
        return Math.floor(value * PARTS) / PARTS;
    }

    static double rate(Tally tally) {
        return ratio(tally.successPercent() / 100);
    }

    /** Returns milliseconds in whole microseconds; null for what is not known, infinities included. */
    static @Nullable Double round(@Nullable Double millis) {
        return millis == null || millis.isInfinite() ? null : Math.round(millis * MICROS) / MICROS;
    }
}
