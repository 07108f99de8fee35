package io.spillway.control.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.control.load.LoadObserver;
import io.spillway.control.load.Nonsense;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.LoadReport;

/** Meters of what data planes report about load. */
final class LoadMeters implements LoadObserver {

    private static final String LOAD_REPORTS = "spillway.control.load.reports";
    private static final String LOAD_IGNORED = "spillway.control.load.ignored";
    private static final String LOAD_REFUSED = "spillway.control.load.refused";
    private static final String LOAD_REPORTERS = "spillway.control.load.reporters";
    private static final String LOAD_AGE = "spillway.control.load.age";
    private static final double MILLIS = 1000;

    private final MeterRegistry meters;
    private final Map<Nonsense, Counter> ignored = new EnumMap<>(Nonsense.class);
    private final Counter reports;

    LoadMeters(MeterRegistry meters) {
        this.meters = meters;
        this.reports = Counter.builder(LOAD_REPORTS).description("Load reports taken").baseUnit("reports")
                .register(meters);
        for (Nonsense reason : Nonsense.values()) {
            ignored.put(reason, Counter.builder(LOAD_IGNORED).description("Parts of load reports that were not counted")
                    .tag("reason", reason.word()).baseUnit("parts").register(meters));
        }
    }

    /** Registers what is asked of a running node. */
    void watch(ControlService service) {
        Gauge.builder(LOAD_REPORTERS, service, node -> node.load().reporters().size())
                .description("Data planes that report load to this node").register(meters);
        Gauge.builder(LOAD_AGE, service, node -> oldestSeconds(node.load()))
                .description("Time since the oldest load report that still counts").baseUnit("seconds")
                .register(meters);
    }

    @Override
    public void loadReported() {
        reports.increment();
    }

    @Override
    public void loadIgnored(Nonsense reason, int parts) {
        Counter counter = ignored.get(reason);
        if (counter != null) {
            counter.increment(parts);
        }
    }

    @Override
    public void loadRefused(String code) {
        Counter.builder(LOAD_REFUSED).description("Load report streams ended by this node").tag("code", code)
                .baseUnit("streams").register(meters).increment();
    }

    private static double oldestSeconds(LoadReport load) {
        return load.reporters().stream().map(LoadReport.ReporterView::heardAt)
                .mapToDouble(heard -> Duration.between(heard, load.at()).toMillis() / MILLIS).max().orElse(0);
    }
}
