package io.spillway.control.service;

import java.time.Instant;
import java.util.List;

/**
 * The health checks of this IDC, as this node knows them.
 *
 * @param checked workloads that this node checks
 * @param healthy of these, how many answer
 * @param unhealthy of these, how many fail
 * @param flapping of these, how many are held because they flap
 * @param withheld of these, how many fail although their services take requests well: that is not believed
 * @param unknown of these, how many were not checked yet since this node began to
 * @param alarm why checks are not believed; empty when they are
 * @param against the workloads against which any control node holds something, by name
 */
public record HealthView(int checked, int healthy, int unhealthy, int flapping, int withheld, int unknown,
        String alarm, List<AgainstView> against) {

    /** Where nothing is checked. */
    public static final HealthView NONE = new HealthView(0, 0, 0, 0, 0, 0, "", List.of());

    /** Copies the list. */
    public HealthView {
        against = List.copyOf(against);
    }

    /**
     * What is held against a workload.
     *
     * @param state UNHEALTHY or FLAPPING
     * @param node the control node that found it
     */
    public record AgainstView(String workload, String service, String state, String reason, Instant since,
            String node) {}
}
