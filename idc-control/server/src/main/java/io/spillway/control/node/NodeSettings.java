package io.spillway.control.node;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.spillway.control.ads.AdsLimits;
import io.spillway.control.ads.AdsService;
import io.spillway.control.ads.AdsTls;
import io.spillway.control.audit.AuditLog;
import io.spillway.control.health.HealthSettings;
import io.spillway.control.load.LoadSettings;
import io.spillway.control.switchover.fence.FenceProvider;
import org.jspecify.annotations.Nullable;

/**
 * What a node is told.
 *
 * @param ads            where gateways and registry-sync connect
 * @param peers          the other IDCs, for status
 * @param reconcileEvery time between full comparisons with the registry
 * @param stuckAfter     a client that does not answer for so long is cut
 * @param load           how often load is reported, and how much of it
 * @param limits         how much clients may ask for
 * @param sharing        how it lives with the other control nodes of the IDC
 * @param tls            how the ads listener is secured; null in the clear
 * @param health         how workloads are checked
 * @param checks         which workloads this node checks, of those that are its own among the nodes of the IDC
 * @param history        how many revisions are remembered, at least 1
 * @param pruneAfter     so old audit records must be before they may be pruned
 * @param fences         what keeps stateful services from being written in two IDCs, by name
 */
public record NodeSettings(String idc, String node, String registryKind, InetSocketAddress ads, Set<String> peers,
        Duration reconcileEvery, Duration stuckAfter, LoadSettings load, AdsLimits limits, Sharing sharing,
        @Nullable AdsTls tls, HealthSettings health, Predicate<String> checks, int history,
        Duration pruneAfter, Map<String, FenceProvider> fences) {

    /** Creates the settings of a node with the usual limits, to which load is reported as usual. */
    public NodeSettings(String idc, String node, String registryKind, InetSocketAddress ads, Set<String> peers,
            Duration reconcileEvery, Duration stuckAfter) {
        this(idc, node, registryKind, ads, peers, reconcileEvery, stuckAfter, LoadSettings.DEFAULTS,
                AdsLimits.DEFAULTS);
    }

    /** Creates the settings of a node in the clear that lives with others as usual. */
    public NodeSettings(String idc, String node, String registryKind, InetSocketAddress ads, Set<String> peers,
            Duration reconcileEvery, Duration stuckAfter, LoadSettings load, AdsLimits limits) {
        this(idc, node, registryKind, ads, peers, reconcileEvery, stuckAfter, load, limits, Sharing.USUAL, null,
                HealthSettings.DEFAULTS, _ -> true, AdsService.DEFAULT_REMEMBERED, AuditLog.PRUNE_AFTER, Map.of());
    }

    /** Copies the collections. */
    public NodeSettings {
        peers = Set.copyOf(peers);
        fences = Map.copyOf(fences);
    }

    /** Returns the same for another way to live with other nodes. */
    public NodeSettings withSharing(Sharing other) {
        return new NodeSettings(idc, node, registryKind, ads, peers, reconcileEvery, stuckAfter, load, limits,
                other, tls, health, checks, history, pruneAfter, fences);
    }

    /** Returns the settings of a node that knows these fence providers. */
    public NodeSettings withFences(Map<String, FenceProvider> known) {
        return new NodeSettings(idc, node, registryKind, ads, peers, reconcileEvery, stuckAfter, load, limits,
                sharing, tls, health, checks, history, pruneAfter, known);
    }

    /** Returns the settings of a node that is secured so. */
    public NodeSettings withTls(AdsTls secured) {
        return new NodeSettings(idc, node, registryKind, ads, peers, reconcileEvery, stuckAfter, load, limits,
                sharing, secured, health, checks, history, pruneAfter, fences);
    }

    /** Returns the settings of a node that checks these workloads at most. */
    public NodeSettings withChecks(Predicate<String> workloads) {
        return new NodeSettings(idc, node, registryKind, ads, peers, reconcileEvery, stuckAfter, load, limits,
                sharing, tls, health, workloads, history, pruneAfter, fences);
    }

    /** Returns the settings of a node that lets audit records be pruned that are so old. */
    public NodeSettings withPruneAfter(Duration age) {
        return new NodeSettings(idc, node, registryKind, ads, peers, reconcileEvery, stuckAfter, load, limits,
                sharing, tls, health, checks, history, age, fences);
    }
}
