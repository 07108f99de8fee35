package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.proxy.guard.LocalityCounts;
import io.spillway.gateway.snapshot.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Where an attempt goes.
 *
 * @param priority the endpoint's priority in its cluster
 * @param counts where the load report counts it, or null
 * @param astray whether its IDC has no share of these requests, although one that has is open
 */
record Choice(Endpoint endpoint, int priority, @Nullable LocalityCounts counts, boolean astray) {

    void begin() {
        if (counts != null) {
            counts.begin();
        }
    }

    void end() {
        if (counts != null) {
            counts.end();
        }
    }

    void book(boolean success) {
        if (counts != null) {
            counts.outcome(success);
        }
    }
}
