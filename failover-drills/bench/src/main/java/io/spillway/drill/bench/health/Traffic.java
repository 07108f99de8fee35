package io.spillway.drill.bench.health;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.spillway.control.load.LoadSettings;
import io.spillway.control.service.LoadReport;
import io.spillway.control.service.LoadReport.Rates;
import io.spillway.control.service.LoadReport.ServiceLoad;
import io.spillway.control.service.LoadReport.TargetLoad;

/**
 * What the gateways report, as often as they do: nothing, until requests to some services begin to fail. One thread sets, another
 * asks.
 */
final class Traffic implements Supplier<LoadReport> {
    /** Enough failures for a burst: more than five a second, and more than a fifth. */
    private static final Rates FAILING = new Rates(100, 60, 40, 2);

    private final InstantSource clock;
    private volatile List<String> failing = List.of();
    /** Owned by who asks. */
    private LoadReport last;

    Traffic(InstantSource clock) {
        this.clock = clock;
        this.last = report(Instant.EPOCH);
    }

    /** From the next report on, requests to these services fail. */
    void fail(Collection<String> services) {
        failing = List.copyOf(services);
    }

    @Override
    public LoadReport get() {
        Instant now = clock.instant();
        if (!now.isBefore(last.at().plus(LoadSettings.DEFAULTS.every()))) {
            last = report(now);
        }
        return last;
    }

    private LoadReport report(Instant at) {
        return new LoadReport(Population.IDC, "bench", at, LoadSettings.DEFAULTS.every(), List.of(),
                failing.stream().map(service -> new ServiceLoad(service, FAILING, Map.of(), 1, at,
                        List.of(new TargetLoad(Population.IDC, FAILING, 1, at, List.of())))).toList());
    }
}
