package io.spillway.gateway.snapshot;

/** What the control plane says about an endpoint. */
public enum Health {
    /** Takes its share. */
    HEALTHY,
    /** Takes only what the healthy ones cannot. */
    DEGRADED,
    /** Takes requests only when its priority is in panic. */
    UNHEALTHY,
    /** Is leaving: takes no new request, not even in panic, and does not count as a member of its priority. */
    DRAINING
}
