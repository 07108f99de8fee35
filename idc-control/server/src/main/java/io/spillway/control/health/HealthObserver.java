package io.spillway.control.health;

/** What metrics want to know of health checks. Calls come from one thread and must not block. */
public interface HealthObserver {

    /** A check ended; {@code outcome} is one of a few words. */
    default void checked(String probe, String outcome, long nanos) {}

    /** A check began so long after it was due; {@code failing}: of a workload whose last check failed. */
    default void began(boolean failing, long lateNanos) {}

    /** Something else than before is held against a workload; {@code to} is HEALTHY, UNHEALTHY or FLAPPING. */
    default void healthChanged(String to) {}

    /** Workloads were checked before their time because requests to their service failed. */
    default void rechecked(int workloads) {}
}
