package io.spillway.control.service;

import java.time.Instant;
import java.util.List;

import io.spillway.control.service.StatusReport.NodeView;
import org.jspecify.annotations.Nullable;

/**
 * Who has what, as far as one control node knows: of its own clients.
 *
 * @param node       the node that says this
 * @param nodes      all live nodes of the IDC, as this one knows them; each knows only its own clients
 * @param revision   the newest registry revision this node has served
 * @param forgotten  of this revision and those before it nothing is known, unless they stand in {@code revisions}: they were
 *                   before this node's start, or too many others came after them
 * @param pushes     the remembered pushes (the newest 10,000), oldest first
 * @param revisions  who has each remembered revision (the key {@code history} says how many), oldest first; one that is not
 *                   among them and not forgotten has changed nothing that is served
 * @param stragglers clients that owe an answer for more than 5 s, the slowest first
 */
public record DeliveryReport(String node, List<NodeView> nodes, long revision, long forgotten, List<PushView> pushes,
        List<RevisionView> revisions, List<StragglerView> stragglers) {

    /** Copies the lists. */
    public DeliveryReport {
        nodes = List.copyOf(nodes);
        pushes = List.copyOf(pushes);
        revisions = List.copyOf(revisions);
        stragglers = List.copyOf(stragglers);
    }

    /**
     * Who has one revision. The fleet are the clients for which it changed anything and that are still connected.
     *
     * @param eventAt    when this node received the registry event
     * @param complete   whether every client has been looked at; before, {@code clients} still grows
     * @param clients    size of the fleet: acked, nacked and pending
     * @param gone       clients that went away before they answered; not of the fleet
     * @param p50        milliseconds from the event until half of the fleet had it; null until then; likewise the others
     * @param pendingAt  names of the first 20 that have not answered
     * @param refusedBy  names of the first 20 that refused, with the reason
     */
    public record RevisionView(long revision, Instant eventAt, boolean complete, int clients, int acked, int nacked,
            int pending, int gone, @Nullable Double p50, @Nullable Double p95, @Nullable Double p99,
            @Nullable Double p100, List<String> pendingAt, List<String> refusedBy) {

        /** Copies the lists. */
        public RevisionView {
            pendingAt = List.copyOf(pendingAt);
            refusedBy = List.copyOf(refusedBy);
        }

        /** Returns the share of the fleet that has it, 1 when it changed nothing for anybody. */
        public double ratio() {
            return clients == 0 ? 1 : (double) acked / clients;
        }
    }

    /**
     * A client that owes answers for long.
     *
     * @param revision     the oldest of those that it has not answered
     * @param waitedMillis since the event of that one
     * @param revisions    how many it has not answered
     */
    public record StragglerView(String node, long revision, double waitedMillis, int revisions) {

        /** Returns both together; this one is the older. */
        public StragglerView with(StragglerView newer) {
            return new StragglerView(node, revision, waitedMillis, revisions + newer.revisions);
        }
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
