package io.spillway.control.service;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.spillway.control.nodes.NodeFigures.LinkTold;
import io.spillway.control.service.LoadReport.ReporterView;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of one control node at one instant.
 *
 * @param spills how requests are divided over IDCs, where load decides or should
 * @param reporters data planes that report load, and their clocks
 * @param silent    who reports no load
 * @param sync      which registry-sync leads
 */
public record StatusReport(String idc, String node, ReadinessView readiness, RegistryView registry,
        List<DataPlaneView> dataPlanes, List<PeerView> peers, List<Problem> problems, List<NodeView> nodes,
        List<DrainView> drains, HealthView health, List<SpillView> spills,
        List<ReporterView> reporters, SilentView silent, SyncView sync) {

    public StatusReport {
        dataPlanes = List.copyOf(dataPlanes);
        peers = List.copyOf(peers);
        problems = List.copyOf(problems);
        nodes = List.copyOf(nodes);
        drains = List.copyOf(drains);
        spills = List.copyOf(spills);
        reporters = List.copyOf(reporters);
    }

    /**
     * Which registry-sync of this IDC leads: only what it reports is written.
     *
     * @param leader  its node; null when nobody leads
     * @param control the control node that has its stream
     * @param since   since when, by the clock of that node
     * @param term    the registry's revision that made it the leader; 0 when nobody leads
     * @param here    those that report to this control node; who does not lead takes over when the leader fails
     * @param sources what its sources hold, the same on every control node
     */
    public record SyncView(@Nullable String leader, @Nullable String control, @Nullable Instant since, long term,
            List<String> here, List<SourceHoldView> sources) {

        /** Nobody leads, and nobody is here. */
        public static final SyncView NOBODY = new SyncView(null, null, null, 0, List.of(), List.of());

        /** Copies the list. */
        public SyncView {
            here = List.copyOf(here);
            sources = List.copyOf(sources);
        }
    }

    /**
     * What a source of workloads misses, and what stays because that is held.
     *
     * @param held       so many workloads
     * @param workloads  the first of them, by name
     * @param releasedBy who says that just these may go; empty: nobody yet
     */
    public record SourceHoldView(String source, int held, List<Workload> workloads, String releasedBy) {

        /** Copies the list. */
        public SourceHoldView {
            workloads = List.copyOf(workloads);
        }

        /** One of them, and why it is held. */
        public record Workload(String name, String reason) {}
    }

    /**
     * A control node of this IDC that lives.
     *
     * @param since         when it began to serve, by its own clock
     * @param address       where gateways reach it
     * @param api           where operators reach it, empty when it does not say
     * @param self          whether it is the one that says this
     * @param ackedRevision every drain committed up to this revision is Acked by all its clients; it says so only while
     *                      something drains
     * @param behind        clients of it that keep a drain waiting for long
     */
    public record NodeView(String node, Instant since, String address, String api, boolean self,
            long ackedRevision, List<String> behind) {

        public NodeView {
            behind = List.copyOf(behind);
        }
    }

    /**
     * A workload that waits to be released.
     *
     * @param since   when this node saw that it drains
     * @param owner   the node that will delete the entry; null when none is live
     * @param nodes   control nodes of which some client has not Acked; of the owner's only the owner knows
     * @param clients names of such clients, as far as they are known
     */
    public record DrainView(String workload, long revision, Instant since, @Nullable String owner, List<String> nodes,
            List<String> clients) {

        public DrainView {
            nodes = List.copyOf(nodes);
            clients = List.copyOf(clients);
        }
    }

    /**
     * The registry behind this node.
     *
     * @param since when {@code connected} last changed
     * @param held  how many resources are served although the registry has them no more
     */
    public record RegistryView(String kind, boolean connected, Instant since, long revision, String clusterId,
            @Nullable String reason, int held) {

        /** Creates the view of a registry of which nothing is held back. */
        public RegistryView(String kind, boolean connected, Instant since, long revision, String clusterId,
                @Nullable String reason) {
            this(kind, connected, since, revision, clusterId, reason, 0);
        }
    }

    /** Whether a data plane has what it should have. */
    public enum SyncState {
        /** It has Acked everything that it subscribes. */
        SYNCED,
        /** Something is on its way or waits to be sent. */
        STALE,
        /** It refused something; that is not sent again until it changes. */
        NACKED
    }

    /**
     * One data plane and one resource type.
     *
     * @param type           {@code CDS}, {@code EDS}, {@code LDS}, {@code RDS}, {@code SERVICE_ENTRY} or
     *                       {@code TRAFFIC_SHIFT}
     * @param version        digest over the names and versions it has Acked
     * @param ackedAt        time of its last Ack
     * @param connectedSince when its stream began
     * @param resources      how many it has Acked
     * @param lastNack       reason of its last Nack on this stream
     * @param intended       what it should have; null when nobody has compared
     */
    public record DataPlaneView(String node, String role, String type, SyncState state, String version,
            @Nullable Instant ackedAt, Instant connectedSince, int resources, @Nullable String lastNack,
            @Nullable IntendedView intended) {

        /** Creates the view of a data plane of which it is not known what it should have. */
        public DataPlaneView(String node, String role, String type, SyncState state, String version,
                @Nullable Instant ackedAt, Instant connectedSince, int resources, @Nullable String lastNack) {
            this(node, role, type, state, version, ackedAt, connectedSince, resources, lastNack, null);
        }

        /** Returns the same with what it should have. */
        public DataPlaneView with(IntendedView compared) {
            return new DataPlaneView(node, role, type, state, version, ackedAt, connectedSince, resources, lastNack,
                    compared);
        }
    }

    /**
     * What a data plane should have of one type.
     *
     * @param resources how many
     * @param version   digest over their names and versions: equal to that of the data plane when it has all of it
     * @param differing how many names differ
     * @param differs   the first five of them, by name
     */
    public record IntendedView(int resources, String version, int differing, List<DifferenceView> differs) {

        /** Copies the list. */
        public IntendedView {
            differs = List.copyOf(differs);
        }
    }

    /** How what a data plane has differs from what it should have. */
    public enum Discrepancy {
        /** It does not have it yet. */
        MISSING,
        /** It has another version, usually the one before. */
        OTHER_VERSION,
        /** It has what it should not have any more. */
        EXTRA,
        /** It refused this version; it is sent again when its content changes. */
        PARKED
    }

    /** One name that differs. {@code detail} has versions, or the reason of the refusal. */
    public record DifferenceView(String name, Discrepancy how, String detail) {}

    /** Whether a peer's declarations are fresh. */
    public enum PeerState {
        /** The sync link is up. */
        CONNECTED,
        /** Nothing heard for a lease; what was imported stays in use. */
        STALE,
        /** Nothing was ever heard from it. */
        NEVER
    }

    /**
     * One peer IDC.
     *
     * @param since         when the state was reached; null for NEVER
     * @param lastMessageAt last time the peer said anything
     * @param imports       services imported from it
     * @param held          by whichever control node of this IDC
     * @param unfinished    what of it is written in part; null when nothing is
     * @param link          the sync link alone
     * @param path          the way of requests alone
     * @param service       what is behind it alone
     */
    public record PeerView(String idc, PeerState state, @Nullable Instant since, @Nullable Instant lastMessageAt,
            int imports, List<HeldView> held, @Nullable String lastError, @Nullable UnfinishedView unfinished,
            LinkView link, PathView path, ServiceView service) {

        public PeerView {
            held = List.copyOf(held);
        }

        /** Creates the view of a peer of which the link is known only. */
        public PeerView(String idc, PeerState state, @Nullable Instant since, @Nullable Instant lastMessageAt,
                int imports, List<HeldView> held, @Nullable String lastError, @Nullable UnfinishedView unfinished) {
            this(idc, state, since, lastMessageAt, imports, held, lastError, unfinished,
                    new LinkView(state == PeerState.CONNECTED, null, null), PathView.UNKNOWN, ServiceView.NONE);
        }

        /** Creates the view of a peer of which nothing is written in part. */
        public PeerView(String idc, PeerState state, @Nullable Instant since, @Nullable Instant lastMessageAt,
                int imports, List<HeldView> held, @Nullable String lastError) {
            this(idc, state, since, lastMessageAt, imports, held, lastError, null);
        }

        /** Returns the same as another control node of this IDC hears it, to which registry-sync tells of it. */
        public PeerView heardBy(String node, LinkTold told) {
            PeerState heard = told.connected() ? PeerState.CONNECTED : PeerState.STALE;
            return new PeerView(idc, heard, told.since(), null, imports, held,
                    told.error().isEmpty() ? null : told.error(), unfinished,
                    new LinkView(told.connected(), null, null, node), path, service);
        }

        /** Returns the same with all three parts, as of now. */
        public PeerView with(Instant now, PathView way, ServiceView behind) {
            LinkView dated = new LinkView(state == PeerState.CONNECTED, until(since, now), until(lastMessageAt, now),
                    link.by());
            return new PeerView(idc, state, since, lastMessageAt, imports, held, lastError, unfinished, dated, way,
                    behind);
        }

        private static @Nullable Duration until(@Nullable Instant then, Instant now) {
            return then == null ? null : Duration.between(then, now);
        }
    }

    /**
     * The sync link to a peer, by which it says what it has.
     *
     * @param age for how long it has been connected, or not; null for a link that never was
     * @param lag time since the peer's control plane last gave a sign of life; null when it never did, and when another node
     *        hears it
     * @param by the other control node of this IDC that hears it; null when this one does, or nobody
     */
    public record LinkView(boolean connected, @Nullable Duration age, @Nullable Duration lag, @Nullable String by) {

        /** Creates the view of a link of which this node hears, or nobody. */
        public LinkView(boolean connected, @Nullable Duration age, @Nullable Duration lag) {
            this(connected, age, lag, null);
        }
    }

    /**
     * The way of requests to a peer, as the gateways of this IDC have found it by probes and requests.
     *
     * @param usable    gateways that reach a gateway there
     * @param lost      gateways that reach none
     * @param unknown   gateways of which it is not known, such as those that report no load
     * @param lostSince since when the first of those reaches none; null when there is none of them
     * @param lostBy    names of some of them
     */
    public record PathView(int usable, int lost, int unknown, @Nullable Instant lostSince, List<String> lostBy) {

        /** Nobody knows. */
        public static final PathView UNKNOWN = new PathView(0, 0, 0, null, List.of());

        /** Copies the list. */
        public PathView {
            lostBy = List.copyOf(lostBy);
        }
    }

    /**
     * What is behind the gateways of a peer, by what it said last of all its Services together.
     *
     * @param services        how many it exports to this IDC
     * @param declared        instances that are registered and not DRAINING
     * @param healthy         of these, instances that are UP
     * @param capacity        requests per second that the declared carry; of Services that say it
     * @param healthyCapacity requests per second that the healthy carry; of Services that say it
     * @param demand          requests per second that its own users ask for; of Services that say it
     */
    public record ServiceView(int services, long declared, long healthy, double capacity, double healthyCapacity,
            double demand) {

        /** Nothing. */
        public static final ServiceView NONE = new ServiceView(0, 0, 0, 0, 0, 0);

        /** Returns both together. */
        public ServiceView and(ServiceView other) {
            return new ServiceView(services + other.services, declared + other.declared, healthy + other.healthy,
                    capacity + other.capacity, healthyCapacity + other.healthyCapacity, demand + other.demand);
        }
    }

    /** A report of a peer of which {@code written} of {@code changes} changes are in use, since when it began. */
    public record UnfinishedView(int written, int changes, Instant since) {}

    /**
     * A TrafficShift of this IDC that another one replaced whose author did not know it. Generations as in
     * {@code 5/idc-a}; {@code at} is when it was replaced here.
     */
    public record LostShiftView(String scope, String loser, String loserAuthor, String winner, String winnerAuthor,
            Instant at) {}

    /** An update of a peer that a guard holds back. {@code service} is empty when it is about the list of services. */
    public record HeldView(String service, String guard, String detail, Instant since) {}

    /** Something wrong that an operator should look at. */
    public record Problem(String object, String problem) {}
}
