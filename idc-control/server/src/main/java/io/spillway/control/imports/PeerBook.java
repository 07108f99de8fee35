package io.spillway.control.imports;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import io.spillway.control.nodes.NodeFigures.LinkTold;
import io.spillway.control.service.PresentedCertificate;
import io.spillway.control.service.StatusReport.HeldView;
import io.spillway.control.service.StatusReport.PeerState;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.service.StatusReport.UnfinishedView;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.Notes;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.wire.record.UnfinishedRecord;
import io.spillway.wire.v1.PeerLink;
import io.spillway.wire.v1.ShownCertificate;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows about the links to the peers, shown with what the state says of their imports. A
 * peer is STALE when its link is down or nothing came from registry-sync for a lease; what was imported stays. Safe for
 * use by any thread (all methods are synchronized; nothing blocks).
 */
final class PeerBook {

    private final InstantSource clock;
    private final Set<String> configured;
    private final Map<String, Peer> peers = new HashMap<>();

    PeerBook(InstantSource clock, Set<String> configured) {
        this.clock = clock;
        this.configured = Set.copyOf(configured);
    }

    private static final class Peer {

        private @Nullable PeerLink link;
        private Instant heardAt = Instant.EPOCH;
        private Instant since = Instant.EPOCH;
        private Duration lease = Duration.ZERO;
        private boolean fresh;
    }

    /** A peer became fresh or stale. */
    record Turn(String peer, PeerState state) {}

    synchronized List<Turn> links(List<PeerLink> links, Duration lease) {
        List<Turn> turns = new ArrayList<>();
        for (PeerLink link : links) {
            Peer peer = peers.computeIfAbsent(link.getPeer(), _ -> new Peer());
            peer.link = link;
            peer.lease = lease;
            peer.heardAt = clock.instant();
            turn(link.getPeer(), peer, turns);
        }
        return turns;
    }

    synchronized List<Turn> heard(String name, Duration lease) {
        List<Turn> turns = new ArrayList<>();
        Peer peer = peers.computeIfAbsent(name, _ -> new Peer());
        peer.lease = lease;
        peer.heardAt = clock.instant();
        turn(name, peer, turns);
        return turns;
    }

    /** Returns the peers whose lease ran out since the last look. */
    synchronized List<Turn> expired() {
        List<Turn> turns = new ArrayList<>();
        peers.forEach((name, peer) -> turn(name, peer, turns));
        return turns;
    }

    private void turn(String name, Peer peer, List<Turn> turns) {
        Instant now = clock.instant();
        boolean fresh = now.isBefore(peer.heardAt.plus(peer.lease)) && (peer.link == null || peer.link.getConnected());
        if (fresh != peer.fresh || peer.since.equals(Instant.EPOCH)) {
            peer.fresh = fresh;
            peer.since = now;
            turns.add(new Turn(name, fresh ? PeerState.CONNECTED : PeerState.STALE));
        }
    }

    synchronized List<PeerView> views(ControlState state) {
        Map<String, Integer> imports = new TreeMap<>();
        state.all(Kind.SERVICE_ENTRY).forEach((_, resource) -> {
            if (resource.spec() instanceof ServiceEntrySpec entry) {
                imports.merge(entry.idc(), 1, Integer::sum);
            }
        });
        Set<String> names = new TreeSet<>(configured);
        names.addAll(peers.keySet());
        names.addAll(imports.keySet());
        names.addAll(state.notes().held().origins());
        names.addAll(state.notes().unfinished().origins());
        List<PeerView> views = new ArrayList<>();
        for (String name : names) {
            views.add(view(name, imports.getOrDefault(name, 0), state.notes()));
        }
        return views;
    }

    /** Returns the certificates that control nodes of peers showed to registry-sync, as it says. */
    synchronized List<PresentedCertificate> presented() {
        List<PresentedCertificate> all = new ArrayList<>();
        for (Peer peer : peers.values()) {
            PeerLink link = peer.link;
            if (peer.fresh && link != null && link.hasCertificate()) {
                ShownCertificate shown = link.getCertificate();
                all.add(new PresentedCertificate(shown.getSpiffeId(),
                        Instant.ofEpochMilli(shown.getNotBeforeUnixMillis()),
                        Instant.ofEpochMilli(shown.getNotAfterUnixMillis()),
                        Instant.ofEpochMilli(link.getSinceUnixMillis())));
            }
        }
        return all;
    }

    /** Returns what is told of the links, by peer: what changes only when a link does. */
    synchronized SortedMap<String, LinkTold> told() {
        SortedMap<String, LinkTold> told = new TreeMap<>();
        peers.forEach((name, peer) -> told.put(name, new LinkTold(peer.fresh, peer.since,
                peer.link == null ? "" : peer.link.getLastError())));
        return told;
    }

    synchronized Set<String> stale() {
        Set<String> stale = new HashSet<>();
        peers.forEach((name, peer) -> {
            if (!peer.fresh) {
                stale.add(name);
            }
        });
        return stale;
    }

    private PeerView view(String name, int imports, Notes notes) {
        List<HeldView> held = new ArrayList<>();
        notes.held().of(name).forEach(
                (service, record) -> held.add(new HeldView(service, record.guard(), record.detail(), record.since())));
        UnfinishedRecord mark = notes.unfinished().get(name, "");
        UnfinishedView unfinished = mark == null
                ? null
                : new UnfinishedView(mark.written(), mark.changes(), mark.since());
        Peer peer = peers.get(name);
        if (peer == null) {
            return new PeerView(name, imports > 0 ? PeerState.STALE : PeerState.NEVER, null, null, imports, held,
                    null, unfinished);
        }
        PeerLink link = peer.link;
        Instant last = link != null && link.getLastMessageUnixMillis() > 0
                ? Instant.ofEpochMilli(link.getLastMessageUnixMillis())
                : peer.heardAt.equals(Instant.EPOCH) ? null : peer.heardAt;
        PeerState state = peer.fresh
                ? PeerState.CONNECTED
                : last == null && imports == 0 ? PeerState.NEVER : PeerState.STALE;
        return new PeerView(name, state, peer.since.equals(Instant.EPOCH) ? null : peer.since, last, imports, held,
                link == null || link.getLastError().isEmpty() ? null : link.getLastError(), unfinished);
    }
}
