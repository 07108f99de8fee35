package io.spillway.gateway.balance;

import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Locality;

/** What the load balancer says. */
public sealed interface Selection {
    /** Priority 0 took it. */
    String PREFERRED = "preferred";
    /** Priority 0 is too weak to take everything; this is what flows over. */
    String SPILLED = "spilled";
    /** No priority before this one is available. */
    String FAILED_OVER = "failed_over";
    /** Only degraded endpoints were left for this share. */
    String DEGRADED = "degraded";
    /** Too few are healthy: health is not looked at. */
    String PANIC = "panic";
    /** Too few are healthy, and the cluster is to fail then. */
    String PANIC_REFUSED = "panic_refused";
    /** The route asks for labels that no endpoint has, and nothing stands in. */
    String NO_SUBSET = "no_subset";
    /** The cluster has no endpoint that may be used. */
    String NO_ENDPOINT = "no_endpoint";
    /** All endpoints that may be used have been tried. */
    String ALL_TRIED = "all_tried";

    /**
     * An endpoint was chosen.
     *
     * @param priority its priority
     * @param locality where it is
     * @param endpoint the endpoint
     * @param reason one of the constants above
     */
    record Selected(int priority, Locality locality, Endpoint endpoint, String reason) implements Selection {}

    /**
     * Nothing can be chosen.
     *
     * @param reason {@link #NO_ENDPOINT}, {@link #ALL_TRIED} or {@link #PANIC_REFUSED}
     */
    record NoEndpoint(String reason) implements Selection {}
}
