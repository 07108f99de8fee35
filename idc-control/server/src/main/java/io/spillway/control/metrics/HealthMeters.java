package io.spillway.control.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.control.health.HealthObserver;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.HealthView;

/** Meters of the health checks that a node makes. */
final class HealthMeters implements HealthObserver {

    private static final String CHECKS = "spillway.control.health.checks";
    private static final String CHECK_TIME = "spillway.control.health.check.time";
    private static final String CHANGES = "spillway.control.health.changes";
    private static final String RECHECKS = "spillway.control.health.rechecks";
    private static final String WORKLOADS = "spillway.control.health.workloads";
    private static final String DISBELIEVED = "spillway.control.health.disbelieved";
    private static final String LATE = "spillway.control.health.late";
    private static final double NANOS = 1e9;

    private final MeterRegistry meters;
    private final Counter rechecks;
    private final Map<String, Counter> checks = new ConcurrentHashMap<>();
    private final Map<String, Timer> checkTimes = new ConcurrentHashMap<>();

    HealthMeters(MeterRegistry meters) {
        this.meters = meters;
        this.rechecks = Counter.builder(RECHECKS)
                .description("Workloads checked before their time because requests failed").baseUnit("workloads")
                .register(meters);
    }

    /** Registers what is asked of a running node. */
    void watch(ControlService service) {
        workloads(service, "HEALTHY", HealthView::healthy);
        workloads(service, "UNHEALTHY", HealthView::unhealthy);
        workloads(service, "FLAPPING", HealthView::flapping);
        workloads(service, "WITHHELD", HealthView::withheld);
        workloads(service, "UNKNOWN", HealthView::unknown);
        Gauge.builder(DISBELIEVED, service, node -> node.health().alarm().isEmpty() ? 0 : 1)
                .description("Whether checks fail that requests contradict, so that they are not believed")
                .register(meters);
        Gauge.builder(LATE, service, node -> node.checksLateNanos() / NANOS)
                .description("By how much the latest health checks began too late").baseUnit("seconds")
                .register(meters);
    }

    @Override
    public void checked(String probe, String outcome, long nanos) {
        checks.computeIfAbsent(probe + " " + outcome, _ -> Counter.builder(CHECKS).description("Health checks made")
                .tag("type", probe).tag("outcome", outcome).baseUnit("checks").register(meters)).increment();
        checkTimes.computeIfAbsent(probe, _ -> Timer.builder(CHECK_TIME)
                .description("How long health checks take, those that time out included").tag("type", probe)
                .publishPercentileHistogram().minimumExpectedValue(Duration.ofNanos(100_000))
                .maximumExpectedValue(Duration.ofSeconds(10)).register(meters))
                .record(Duration.ofNanos(Math.max(0, nanos)));
    }

    @Override
    public void healthChanged(String to) {
        Counter.builder(CHANGES).description("Workloads of which this node found out something else than before")
                .tag("to", to).baseUnit("workloads").register(meters).increment();
    }

    @Override
    public void rechecked(int workloads) {
        rechecks.increment(workloads);
    }

    private void workloads(ControlService service, String state, ToIntFunction<HealthView> count) {
        Gauge.builder(WORKLOADS, service, node -> count.applyAsInt(node.health()))
                .description("Workloads that this node checks, by what it holds of them").tag("state", state)
                .baseUnit("workloads").register(meters);
    }
}
