package io.spillway.sync.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.sync.ingest.IngestObserver;
import io.spillway.sync.ingest.SourceView;
import io.spillway.sync.ingest.SourceView.Counts;

/** The public metrics of sources. Safe for use by any thread. */
public final class SourceMetrics implements IngestObserver {

    static final String ENTRIES = "spillway_sync_source_entries";
    static final String PROBLEMS = "spillway_sync_source_problems";
    static final String AGE = "spillway_sync_source_age";

    private final MeterRegistry registry;
    private final Map<String, Supplier<SourceView>> views = new ConcurrentHashMap<>();

    /** Registers the meters of these sources; the gauges are empty until {@link #watch}. */
    public SourceMetrics(MeterRegistry registry, Set<String> sources, InstantSource clock) {
        this.registry = registry;
        for (String source : sources) {
            entries(source, "registered", Counts::registered);
            entries(source, "waiting", Counts::waiting);
            entries(source, "leaving", Counts::leaving);
            entries(source, "held", Counts::held);
            entries(source, "aside", Counts::aside);
            Gauge.builder(AGE, () -> value(source, view -> age(view, clock.instant())))
                    .description("Time since the source last gave data").baseUnit("seconds").tag("source", source)
                    .register(registry);
            // There from the start at 0: an alert on a series that does not exist never fires.
            var _ = problems(source);
        }
    }

    /** Says where the gauges of a source read. */
    public void watch(String source, Supplier<SourceView> view) {
        views.put(source, view);
    }

    @Override
    public void problem(String source, String name, String reason) {
        problems(source).increment();
    }

    private Counter problems(String source) {
        return Counter.builder(PROBLEMS).description("Entries and files of the source that were set aside")
                .tag("source", source).register(registry);
    }

    private void entries(String source, String state, ToDoubleFunction<Counts> count) {
        Gauge.builder(ENTRIES, () -> value(source, view -> count.applyAsDouble(view.counts())))
                .description("Entries of the source, by what became of them").tag("source", source).tag("state", state)
                .register(registry);
    }

    private double value(String source, ToDoubleFunction<SourceView> value) {
        Supplier<SourceView> view = views.get(source);
        return view == null ? Double.NaN : value.applyAsDouble(view.get());
    }

    private static double age(SourceView view, Instant now) {
        Instant lastData = view.lastData();
        return lastData == null ? Double.NaN : Math.max(0, Duration.between(lastData, now).toMillis() / 1000.0);
    }
}
