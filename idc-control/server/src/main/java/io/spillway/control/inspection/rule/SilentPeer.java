package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.service.StatusReport.PeerView;

/** IDCs that are not heard. */
final class SilentPeer implements Rule {

    private static final Findings.Advice STALE = new Findings.Advice("peer-stale",
            "What it declared stays in use, but nobody here learns that it changes",
            "See the link: spillway sync status; and the control plane and registry-sync of both IDCs");
    private static final Findings.Advice NEVER = new Findings.Advice("peer-never-heard",
            "Nothing can fail over to it",
            "Start registry-sync with that peer, or take it out of the configuration of the control plane");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (PeerView peer : idc.serving().peers()) {
            String error = peer.lastError() == null ? "" : ": " + peer.lastError();
            String name = "peer " + peer.idc();
            switch (peer.state()) {
                case STALE -> findings.error(STALE, name, (peer.lastMessageAt() == null
                        ? "not heard since this node started"
                        : "not heard since " + peer.lastMessageAt()) + "; " + peer.imports()
                        + " imports of it stay in use" + error);
                case NEVER -> findings.warning(NEVER, name, "was never heard" + error);
                case CONNECTED -> {
                }
            }
        }
    }
}
