package io.spillway.ctl.verb;

import java.util.List;
import java.util.Optional;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.output.Ages;
import io.spillway.ctl.output.Table;

/** What health checks have found, for people. */
final class HealthTable {

    private HealthTable() {}

    /** Returns how many workloads the node checks; empty where nothing is checked. */
    static Optional<String> counts(JsonView health) {
        return health.number("checked", 0) == 0
                ? Optional.empty()
                : Optional.of("Health checks of this node: " + health.text("checked") + " workloads, "
                        + health.text("healthy") + " healthy, " + health.text("unhealthy") + " unhealthy, "
                        + health.text("flapping") + " flapping, " + health.text("withheld") + " withheld, "
                        + health.text("unknown") + " unknown");
    }

    /** Returns the workloads against which something is held; empty when there are none. */
    static Optional<Table> against(JsonView health, long now) {
        List<JsonView> against = health.list("against");
        Table table = new Table(List.of("WORKLOAD", "SERVICE", "HEALTH", "FOR", "FOUND-BY", "REASON"));
        against.forEach(one -> table.row(List.of(one.text("workload"), one.text("service"), one.text("state"),
                Ages.between(one.number("sinceUnixMillis", 0), now), one.text("node"), one.text("reason"))));
        return against.isEmpty() ? Optional.empty() : Optional.of(table);
    }
}
