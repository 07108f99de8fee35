package io.spillway.sync.peer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.process.config.HostPort;

/**
 * What a {@link Synchronizer} connects.
 *
 * @param idc this IDC
 * @param node this process, unique in the IDC
 * @param control this IDC's control nodes, at least one; they are tried in turn
 * @param peers the control nodes of each other IDC; they are tried in turn
 * @param lease how long the control plane believes a report without hearing more
 * @param confirmAfter how long an update must be held before its origin may confirm it; above zero
 * @param leaderLease how long this process may be silent before another one leads; at least a second
 */
public record SyncSettings(String idc, String node, List<HostPort> control, Map<String, List<HostPort>> peers,
        Duration lease, Duration leaderLease, Duration confirmAfter) {

    /** The lease of a leader unless somebody wants another. */
    public static final Duration LEADER_LEASE = Duration.ofSeconds(2);

    /** How long an update is held before its origin may confirm it, unless somebody wants another time. */
    public static final Duration CONFIRM_AFTER = Duration.ofMinutes(10);

    private static final int BEATS = 4;

    /** Creates the usual settings. */
    public SyncSettings(String idc, String node, List<HostPort> control, Map<String, List<HostPort>> peers,
            Duration lease) {
        this(idc, node, control, peers, lease, LEADER_LEASE, CONFIRM_AFTER);
    }

    /** Copies, and refuses a peer that is this IDC with an IllegalArgumentException. */
    public SyncSettings {
        control = List.copyOf(control);
        peers = new LinkedHashMap<>(peers);
        if (peers.containsKey(idc)) {
            throw new IllegalArgumentException("peers: \"" + idc + "\" (expected: other IDCs than " + idc + ")");
        }
    }

    /** A beat is sent this often: more than three times per lease, whichever is shorter. */
    Duration beatEvery() {
        return (leaderLease.compareTo(lease) < 0 ? leaderLease : lease).dividedBy(BEATS);
    }

    /** The other side of a link is asked for a sign of life this often; after three without it the link is cut. */
    Duration probeEvery() {
        return lease.dividedBy(5);
    }

    /** How long the other side may say nothing; also the deadline of a question. */
    Duration silence() {
        return probeEvery().multipliedBy(3);
    }

    /** Everything that is held is reported again this often, whatever happened. */
    Duration fullEvery() {
        return lease.multipliedBy(6);
    }
}
