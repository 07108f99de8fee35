package io.spillway.control.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.spillway.process.metrics.ShownRows;

/** Meters of switch-overs. Those that are over have none. Those of automatic shift are written by its thread. */
final class SwitchOverMeters {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final MeterRegistry meters;
    private final ShownRows states;
    private final ShownRows armed;
    private final AtomicInteger selfCheck = new AtomicInteger(1);

    SwitchOverMeters(MeterRegistry meters) {
        this.meters = meters;
        this.states = new ShownRows(MultiGauge.builder("spillway.switchover.state")
                .description("State of each switch-over that is not over: always 1, the state is a label")
                .register(meters));
        this.armed = new ShownRows(MultiGauge.builder("spillway.switchover.automatic.armed")
                .description(
                        "Whether automatic shift of the DrGroup would act when one of its IDCs fails: 0 also when it"
                                + " has no policy")
                .register(meters));
        Gauge.builder("spillway.switchover.self.check.ok", selfCheck, AtomicInteger::get)
                .description("Whether the self-check of automatic shift found nothing wrong; 1 also when no DrGroup has"
                        + " a policy")
                .register(meters);
    }

    void automatic(Map<String, Boolean> byGroup, boolean checked) {
        selfCheck.set(checked ? 1 : 0);
        armed.show(rows(byGroup, each -> Tags.of("drgroup", each.getKey()), each -> each.getValue() ? 1 : 0));
    }

    void states(Map<String, String> byId) {
        states.show(rows(byId, each -> Tags.of("id", each.getKey(), "state", each.getValue()), _ -> 1));
    }

    private static <V> Map<Tags, Long> rows(Map<String, V> all, Function<Map.Entry<String, V>, Tags> tags,
            ToLongFunction<Map.Entry<String, V>> value) {
        return all.entrySet().stream().collect(Collectors.toMap(tags, value::applyAsLong));
    }

    void left(String phase, Duration stayed) {
        Timer.builder("spillway.switchover")
                .description("How long switch-overs stayed in a phase, of those that this node"
                        + " led out of it")
                .tag("phase", phase).publishPercentileHistogram().minimumExpectedValue(SHORTEST)
                .maximumExpectedValue(LONGEST).register(meters).record(stayed);
    }
}
