package io.spillway.sync.peer;

import java.util.List;
import java.util.Map;

/** Everything that registry-sync knows, at one moment. */
public record SyncView(String idc, LinkView control, LeadView lead, List<PeerView> peers) {

    /** Copies the list. */
    public SyncView {
        peers = List.copyOf(peers);
    }

    /** How much what is held of a peer can be believed. */
    public enum PeerState {
        /** Nothing was ever received. */
        NEVER,
        /** The link lives. */
        LIVE,
        /** The link is lost; what was received is kept. */
        STALE
    }

    /**
     * One peer.
     *
     * @param services how many of its services are held
     * @param shifts how many TrafficShifts are held
     * @param waiting how many of them the own control plane has not been told yet
     * @param refused records that were set aside, with the reason, by name
     * @param held updates that the own control plane's guards hold, with guard and figures, by service
     */
    public record PeerView(String idc, PeerState state, LinkView link, int services, int shifts, int waiting,
            Map<String, String> refused, Map<String, String> held) {

        /** Copies the maps. */
        public PeerView {
            refused = Map.copyOf(refused);
            held = Map.copyOf(held);
        }
    }
}
