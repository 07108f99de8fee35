package io.spillway.sync;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.resource.Names;
import io.spillway.process.config.CommonConfig;
import io.spillway.process.config.HostPort;
import io.spillway.process.tls.Identity;
import io.spillway.sync.ingest.ApiSettings;
import io.spillway.sync.peer.SyncSettings;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file of registry-sync.
 *
 * @param control addresses of this IDC's control nodes, at least one
 * @param peers addresses of each other IDC's control nodes, by IDC
 * @param lease how long the control plane believes what it was told without hearing more
 * @param leaderLease after so long a silence another registry-sync of this IDC leads
 * @param guards what becomes of updates that the own control plane holds
 * @param sources where workloads come from, by name
 * @param api where the workloads of the sources are written; null only when there are no sources
 * @param identity who this process is to all control planes, which must then have certificates too; null in the clear
 */
record SyncConfig(CommonConfig common, List<HostPort> control, Map<String, List<HostPort>> peers, Duration lease,
        Duration leaderLease, GuardsConfig guards, Map<String, SourceConfig> sources, @Nullable ApiSettings api,
        @Nullable Identity identity) {

    static final Duration DEFAULT_LEASE = Duration.ofSeconds(10);

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(10);
    private static final Duration LONGEST_LEADER_LEASE = Duration.ofMinutes(1);

    static SyncConfig read(Decoder config) {
        CommonConfig common = CommonConfig.read(config);
        List<HostPort> control = addresses(config);
        Map<String, List<HostPort>> peers = new LinkedHashMap<>(
                config.childrenByName("peers", SyncConfig::addresses));
        for (String peer : peers.keySet()) {
            if (!Names.valid(peer) || peer.equals(common.idc())) {
                config.violation("peers", "\"" + peer + "\"", "names of other IDCs than " + common.idc());
            }
        }
        Duration lease = config.optional("lease", ScalarType.DURATION, DEFAULT_LEASE);
        if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
            config.violation("lease", "duration of 1s to 10m");
        }
        Duration leaderLease = config.optional("leaderLease", ScalarType.DURATION, SyncSettings.LEADER_LEASE);
        if (leaderLease.compareTo(SHORTEST_LEASE) < 0 || leaderLease.compareTo(LONGEST_LEADER_LEASE) > 0) {
            config.violation("leaderLease", "duration of 1s to 1m");
        }
        GuardsConfig guards = config.optionalChild("guards", GuardsConfig::read);
        Map<String, SourceConfig> sources = SourceConfig.readAll(config);
        ApiSettings api = config.optionalChild("api", ApiSettings::read);
        if (api == null && !sources.isEmpty()) {
            config.violation("api", "where the workloads of sources are written");
        }
        return new SyncConfig(common, control, peers, lease, leaderLease,
                guards == null ? GuardsConfig.DEFAULTS : guards, sources, api,
                config.optionalChild("tls", Identity::read));
    }

    private static List<HostPort> addresses(Decoder config) {
        List<HostPort> addresses = config.list("control", HostPort.CONNECT);
        if (addresses.isEmpty()) {
            config.violation("control", "list of at least one host:port");
        }
        return addresses;
    }
}
