package io.spillway.control.ads;

import java.time.Instant;

import io.spillway.control.service.DeliveryReport.PushState;
import org.jspecify.annotations.Nullable;

/**
 * What one client owes for one revision: an answer for each type that the revision changed for it. Counted by the delivery
 * of the revision, whose lock guards it.
 */
final class Due {

    private final RevisionDelivery delivery;
    private final String node;
    private final Instant connectedSince;
    private final boolean carries;
    private int open;
    private long lastNanos;
    private boolean gone;
    private @Nullable String refusal;

    /** Creates one of a client; {@code carries}: whether requests go through it. */
    Due(RevisionDelivery delivery, String node, Instant connectedSince, boolean carries) {
        this.delivery = delivery;
        this.node = node;
        this.connectedSince = connectedSince;
        this.carries = carries;
    }

    boolean carries() {
        return carries;
    }

    RevisionDelivery delivery() {
        return delivery;
    }

    String node() {
        return node;
    }

    Instant connectedSince() {
        return connectedSince;
    }

    boolean isOf(String client, Instant since) {
        return node.equals(client) && connectedSince.equals(since);
    }

    /** One more answer is owed. */
    void owe() {
        open++;
    }

    /** An answer came after that time, or will never come. Returns whether it was the last one. */
    boolean ended(PushState state, long nanos, @Nullable String detail) {
        open--;
        lastNanos = Math.max(lastNanos, nanos);
        gone |= state == PushState.GONE;
        if (state == PushState.NACKED && refusal == null) {
            refusal = detail == null ? "" : detail;
        }
        return open == 0;
    }

    /** Returns what became of the whole: a client that went away does not count, one refusal is a refusal. */
    PushState outcome() {
        return gone
                ? PushState.GONE
                : refusal != null ? PushState.NACKED : open == 0 ? PushState.ACKED : PushState.PENDING;
    }

    /** Returns the time from the event to the last answer. */
    long lastNanos() {
        return lastNanos;
    }

    /** Returns who refused and why, as in {@code gw-1: rejected: ...}. */
    String refusedBy() {
        return refusal == null || refusal.isEmpty() ? node : node + ": " + refusal;
    }
}
