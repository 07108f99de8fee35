package io.spillway.model.resource;

import java.time.Duration;

/**
 * How the control nodes of an IDC check the workloads of a Service.
 *
 * @param interval time between two checks of a workload
 * @param timeout of a check, connecting included; not longer than the interval
 * @param unhealthyThreshold failures in a row until a workload counts as unhealthy, 1..100
 * @param healthyThreshold successes in a row until it counts as healthy again, 1..100
 * @param jitterPercent of the interval by which a check may come earlier or later, 0..50
 */
public record HealthCheck(HealthProbe probe, Duration interval, Duration timeout, int unhealthyThreshold,
        int healthyThreshold, int jitterPercent) {

    /** What a check has that only says what it asks. */
    public static final HealthCheck DEFAULTS = new HealthCheck(new HealthProbe.Tcp(), Duration.ofSeconds(5),
            Duration.ofSeconds(1), 3, 2, 10);

    /** Returns the usual check with that probe. */
    public static HealthCheck of(HealthProbe probe) {
        return new HealthCheck(probe, DEFAULTS.interval, DEFAULTS.timeout, DEFAULTS.unhealthyThreshold,
                DEFAULTS.healthyThreshold, DEFAULTS.jitterPercent);
    }
}
