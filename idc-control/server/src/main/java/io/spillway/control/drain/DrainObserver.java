package io.spillway.control.drain;

/** What metrics and the event stream want to know of drains. Calls come from the finalizer's thread and must not block. */
public interface DrainObserver {

    /** So many workloads wait to be released. */
    default void draining(int workloads) {}

    /** This node released a workload; {@code reason}: {@code acked} or {@code deadline}; {@code detail}: who had not Acked. */
    default void released(String workload, String reason, String detail) {}
}
