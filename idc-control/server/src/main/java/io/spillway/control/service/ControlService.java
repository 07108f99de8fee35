package io.spillway.control.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Resource;
import io.spillway.wire.audit.KnownHeads;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one control node. Every expected outcome is a result, never an exception. Writes, {@code explain},
 * {@code acceptRegistry} and {@code releaseHeld} block (registry round trips, at most some seconds): call them from a
 * virtual thread. Reads answer at once from memory, also while the registry is away. Safe for use by any thread.
 */
public interface ControlService {

    /**
     * Writes the resources of a request, all of them or none. A write that the caller sees as applied is visible to
     * every later read of this node.
     */
    WriteResult apply(ApplyRequest request);

    /** Deletes one resource unless a guard or another resource needs it. A TrafficShift is cleared instead. */
    WriteResult delete(DeleteRequest request);

    /** Returns the resource, if it exists. Imported ServiceEntries are named {@code <service>.<originIdc>}. */
    Optional<Resource> get(Kind kind, String name);

    /**
     * Returns the names of the Services with which a resource, as given, shares instances: those that a WorkloadEntry belongs
     * to, those whose WorkloadEntries the selector of a Service finds anew; else none.
     */
    Set<String> servicesOf(Resource resource);

    /** Returns whether a TrafficShift, by its name, lost to another IDC's since it was last written here. */
    default Optional<StatusReport.LostShiftView> lostShift(String name) {
        return Optional.empty();
    }

    /** Returns all resources of a kind, ordered by name. */
    Listing list(Kind kind);

    /**
     * Waits until a workload is not registered any more, at most that long, and returns what is true then. Blocks: call it
     * from a virtual thread. Every node answers, whichever of them deletes the entry.
     */
    WorkloadRelease awaitReleased(String workload, Duration longest);

    /**
     * Tells the listener about every change of a kind from now on, in order, on one thread at a time. The listener must
     * not block. It first gets one PUT for each resource that exists.
     */
    Subscription watch(Kind kind, Consumer<ResourceEvent> listener);

    /** Returns the state of this node, its data planes, its peers, and what is wrong. */
    StatusReport status();

    /**
     * Inspects the whole IDC by rules. Compares every data plane with what it should have and looks at every resource: for
     * people and alarms, not for every second. May take some seconds.
     */
    CheckReport check();

    /** Returns the state of the registry: a part of {@link #status()} that costs nothing. */
    default StatusReport.RegistryView registry() {
        return status().registry();
    }

    /** Returns the state of every client and type, by node: a part of {@link #status()} that costs little. */
    default List<StatusReport.DataPlaneView> dataPlanes() {
        return status().dataPlanes();
    }

    /** Returns what is known of the other IDCs. */
    default List<StatusReport.PeerView> peers() {
        return status().peers();
    }

    /** Returns what became of the pushes of every revision greater than {@code afterRevision} still remembered. */
    DeliveryReport delivery(long afterRevision);

    /** Returns all remembered pushes, oldest first: a part of {@link #delivery} that costs less. */
    default List<DeliveryReport.PushView> pushes() {
        return delivery(0).pushes();
    }

    /**
     * Returns what changed lately and by whom, oldest first.
     *
     * @param newest   how many revisions at most, at least 1
     * @param revision this one only; null for all
     */
    HistoryReport history(int newest, @Nullable Long revision);

    /** Returns what operators did and were refused, in the whole IDC and at this node. */
    AuditService audit();

    /** Returns the IDC that this node is of. */
    default String idc() {
        return status().idc();
    }

    /** Returns the name of this node. */
    default String node() {
        return status().node();
    }

    /**
     * Returns what the gateways of this IDC measure of the requests of its users, whichever of its nodes they report to; empty
     * while the other nodes have not told yet. They do so while somebody asks.
     */
    default Optional<MeasuredTraffic> users() {
        return Optional.empty();
    }

    /** Returns the DrGroups whose traffic should move by itself and would not, and why. */
    default Map<String, String> unarmed() {
        return Map.of();
    }

    /** Returns what IDCs have told of where the chains of their audits end, by IDC; the own one is among them. */
    default Map<String, KnownHeads> auditHeads() {
        return Map.of();
    }

    /** Returns what waits for a second person. */
    default ApprovalService approvals() {
        throw new UnsupportedOperationException("no approvals here");
    }

    /** Returns who moves traffic between IDCs in checked steps. */
    default SwitchOverService switchOvers() {
        throw new UnsupportedOperationException("no switch-overs here");
    }

    /** Returns who lets drills run. */
    default DrillService drills() {
        throw new UnsupportedOperationException("no drills here");
    }

    /** Takes what an external probe says of an IDC; it counts for 30 s. */
    default WriteResult probed(ProbeWord word) {
        throw new UnsupportedOperationException("no switch-overs here");
    }

    /** Returns what the data planes that report to this node do, at most half a report interval old. */
    LoadReport load();

    /** Returns what health checks have found, at most half a second old: a part of {@link #status()} that costs little. */
    default HealthView health() {
        return status().health();
    }

    /** Returns by how much the latest health checks of this node began too late, in nanoseconds. */
    default long checksLateNanos() {
        return 0;
    }

    /** Decides a request as a gateway of this IDC would, by the gateway's own code on the resources it is served. */
    ExplainResult explain(ExplainRequest request);

    /** Takes the operator's word that the registry's present cluster id is to be believed. */
    AcceptResult acceptRegistry(String clusterId, String author, Origin origin);

    /** The same of the system itself. */
    default AcceptResult acceptRegistry(String clusterId, String author) {
        return acceptRegistry(clusterId, author, Origin.SYSTEM);
    }

    /** Applies an update of a peer that a guard held. {@code service} empty: the hold on the peer's service list. */
    ReleaseResult releaseHeld(String idc, String service, String author, Origin origin);

    /** The same of the system itself. */
    default ReleaseResult releaseHeld(String idc, String service, String author) {
        return releaseHeld(idc, service, author, Origin.SYSTEM);
    }

    /** The operator's word that what a source of workloads misses now is meant to go. */
    ReleaseResult releaseSource(String source, String author, Origin origin);

    /** The same of the system itself. */
    default ReleaseResult releaseSource(String source, String author) {
        return releaseSource(source, author, Origin.SYSTEM);
    }

    /** Tells the listener about what happens to this node from now on. The listener must not block. */
    Subscription events(Consumer<ControlEvent> listener);

    /** Returns whether this node may serve, and what it waits for. */
    ReadinessView readiness();
}
