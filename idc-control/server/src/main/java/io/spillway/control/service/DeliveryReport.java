package io.spillway.control.service;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Who has what. {@code revision} is the newest registry revision this node has served; {@code pushes} are the remembered
 * pushes (the newest 10,000), oldest first.
 */
public record DeliveryReport(long revision, List<PushView> pushes) {

    public DeliveryReport {
        pushes = List.copyOf(pushes);
    }

    /** What became of one change on one client. */
    public enum PushState {
        /** The client has it. */
        ACKED,
        /** The client refused it. */
        NACKED,
        /** Sent or waiting to be sent. */
        PENDING,
        /** The client went away before it answered. */
        GONE
    }

    /**
     * One change of one resource type on its way to one client.
     *
     * @param eventAt     when this node received the registry event
     * @param type        CDS, EDS, LDS, RDS, SERVICE_ENTRY or TRAFFIC_SHIFT
     * @param ackMillis   milliseconds from the event to the answer; null while PENDING or when GONE
     * @param detail      the Nack's reason
     */
    public record PushView(long revision, Instant eventAt, String type, String node, @Nullable Double ackMillis,
            Instant connectedSince, PushState state, @Nullable String detail) {}
}
