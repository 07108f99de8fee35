package io.spillway.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Tree;
import io.spillway.sync.peer.LeadView;
import io.spillway.sync.peer.LinkView;
import io.spillway.sync.peer.SyncView;
import io.spillway.sync.peer.SyncView.PeerView;
import io.spillway.wire.document.Trees;

/** The admin page {@code /sync}: links, who leads, what is held for each peer, what was refused and by whom. */
final class SyncPage {

    private SyncPage() {}

    static Tree of(SyncView view, Instant now) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("idc", view.idc());
        page.put("control", link(view.control(), now));
        page.put("lead", lead(view.lead()));
        page.put("peers", view.peers().stream().map(peer -> peer(peer, now)).toList());
        return Trees.of(page);
    }

    /** Not ready while its own control plane does not take reports; a peer never makes it unready. */
    static List<String> notReady(SyncView view) {
        List<String> reasons = new ArrayList<>();
        if (!view.control().connected()) {
            reasons.add("not connected to the control plane of " + view.idc() + ": " + view.control().lastError());
        }
        return reasons;
    }

    private static Map<String, Object> lead(LeadView lead) {
        return Map.of("leading", lead.leading(), "term", lead.term(), "leader", lead.leader(), "since",
                lead.since().toString());
    }

    private static Map<String, Object> peer(PeerView peer, Instant now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("idc", peer.idc());
        fields.put("state", peer.state().name());
        fields.put("link", link(peer.link(), now));
        fields.put("services", peer.services());
        fields.put("shifts", peer.shifts());
        fields.put("waiting", peer.waiting());
        fields.put("refused", problems(peer.refused()));
        fields.put("held", problems(peer.held()));
        return fields;
    }

    private static Map<String, Object> link(LinkView link, Instant now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("connected", link.connected());
        fields.put("since", link.since().toString());
        fields.put("address", link.address());
        if (link.lastHeard() != null) {
            fields.put("ageMillis", Math.max(0, Duration.between(link.lastHeard(), now).toMillis()));
        }
        fields.put("lastError", link.lastError());
        return fields;
    }

    private static List<Map<String, Object>> problems(Map<String, String> problems) {
        return problems.entrySet().stream()
                .map(problem -> Map.<String, Object>of("name", problem.getKey(), "reason", problem.getValue()))
                .toList();
    }
}
