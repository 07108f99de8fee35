package io.spillway.control.node;

import java.util.Map;

import io.spillway.control.health.HealthService;
import io.spillway.control.state.StateKeeper;
import io.spillway.wire.record.HealthRecord;
import org.jspecify.annotations.Nullable;

/** Hands what health checks find out to the state, to the event stream and to metrics. */
record HealthNews(StateKeeper keeper, EventHub events, NodeObserver metrics) implements HealthService.Told {

    @Override
    public void judged(String workload, @Nullable HealthRecord record) {
        keeper.judged(workload, record);
        String found = record == null ? "HEALTHY" : record.state() + ", " + record.reason();
        events.emit("health", "workloads/" + workload, found, record == null
                ? Map.of("state", "HEALTHY")
                : Map.of("state", record.state().name(), "reason", record.reason()));
    }

    @Override
    public void written(String workload, @Nullable HealthRecord record, long revision) {
        keeper.written(workload, record, revision);
    }

    @Override
    public void contradicted(String alarm) {
        events.emit("health", "checks", alarm.isEmpty() ? "believed again" : "not believed: " + alarm, Map.of());
    }

    @Override
    public void checked(String probe, String outcome, long nanos) {
        metrics.checked(probe, outcome, nanos);
    }

    @Override
    public void healthChanged(String to) {
        metrics.healthChanged(to);
    }

    @Override
    public void rechecked(int workloads) {
        metrics.rechecked(workloads);
    }
}
