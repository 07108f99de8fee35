package io.spillway.control.metrics;

import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/** Meters of switch-overs. Those that are over have none. Written by the state's thread. */
final class SwitchOverMeters {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final MeterRegistry meters;
    private final MultiGauge states;

    SwitchOverMeters(MeterRegistry meters) {
        this.meters = meters;
        this.states = MultiGauge.builder("spillway.switchover.state")
                .description("State of each switch-over that is not over: always 1, the state is a label")
                .register(meters);
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
