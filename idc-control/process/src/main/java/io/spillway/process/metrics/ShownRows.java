package io.spillway.process.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

/**
 * The rows of a gauge that come and go. A row that stays is never taken out and put in again: a scrape between the two would
 * find it twice, and fail. For use by one thread; scrapes are others.
 */
public final class ShownRows {

    private final MultiGauge gauge;
    private final Map<Tags, AtomicLong> values = new HashMap<>();

    /** Shows no row of it yet. */
    public ShownRows(MultiGauge gauge) {
        this.gauge = gauge;
    }

    /** Shows these rows and no other. */
    public void show(Map<Tags, Long> rows) {
        values.keySet().retainAll(rows.keySet());
        rows.forEach((tags, value) -> values.computeIfAbsent(tags, _ -> new AtomicLong()).set(value));
        gauge.register(values.entrySet().stream().<MultiGauge.Row<?>>map(
                row -> MultiGauge.Row.of(row.getKey(), row.getValue(), AtomicLong::get)).toList(), false);
    }
}
