package io.spillway.control.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/** Meters of switch-overs. Those that are over have none. Those of automatic shift are written by its thread. */
final class SwitchOverMeters {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final MeterRegistry meters;
    private final MultiGauge states;
    private final MultiGauge armed;
    private final AtomicInteger selfCheck = new AtomicInteger(1);

    SwitchOverMeters(MeterRegistry meters) {
        this.meters = meters;
        this.states = MultiGauge.builder("spillway.switchover.state")
                .description("State of each switch-over that is not over: always 1, the state is a label")
                .register(meters);
        this.armed = MultiGauge.builder("spillway.switchover.automatic.armed")
                .description(
                        "Whether automatic shift of the DrGroup would act when one of its IDCs fails: 0 also when it"
                                + " has no policy")
                .register(meters);
        Gauge.builder("spillway.switchover.self.check.ok", selfCheck, AtomicInteger::get)
                .description("Whether the self-check of automatic shift found nothing wrong; 1 also when no DrGroup has"
                        + " a policy")
                .register(meters);
    }

    void automatic(Map<String, Boolean> byGroup, boolean checked) {
        selfCheck.set(checked ? 1 : 0);
        armed.register(byGroup.entrySet().stream().<MultiGauge.Row<?>>map(
                each -> MultiGauge.Row.of(Tags.of("drgroup", each.getKey()), each.getValue() ? 1 : 0)).toList(), true);
    }

    void states(Map<String, String> byId) {
        states.register(byId.entrySet().stream().<MultiGauge.Row<?>>map(
                each -> MultiGauge.Row.of(Tags.of("id", each.getKey(), "state", each.getValue()), 1)).toList(), true);
    }

    void left(String phase, Duration stayed) {
        Timer.builder("spillway.switchover")
                .description("How long switch-overs stayed in a phase, of those that this node"
                        + " led out of it")
                .tag("phase", phase).publishPercentileHistogram().minimumExpectedValue(SHORTEST)
                .maximumExpectedValue(LONGEST).register(meters).record(stayed);
    }
}
