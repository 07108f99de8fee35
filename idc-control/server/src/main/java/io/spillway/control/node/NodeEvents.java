package io.spillway.control.node;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.spillway.control.ads.AdsObserver;
import io.spillway.control.ads.NodeIdentity;
import io.spillway.control.drain.DrainObserver;
import io.spillway.control.imports.ImportObserver;
import io.spillway.control.load.LoadObserver;
import io.spillway.control.load.Nonsense;
import io.spillway.control.service.SpillView;
import io.spillway.control.service.StatusReport.PeerState;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.spill.SpillObserver;
import io.spillway.model.resource.Kind;

/** Hands what the parts tell to the event stream and to metrics. */
record NodeEvents(EventHub events, NodeObserver metrics)
        implements
            AdsObserver,
            ImportObserver,
            LoadObserver,
            DrainObserver,
            SpillObserver {

    private static final int EVERYBODY = 100;
    private static final double NANOS_PER_MILLI = 1_000_000;

    @Override
    public void acked(ResourceType type, long nanosSinceEvent) {
        metrics.acked(type, nanosSinceEvent);
    }

    @Override
    public void sent(ResourceType type, long nanosSinceEvent) {
        metrics.sent(type, nanosSinceEvent);
    }

    @Override
    public void delivered(long revision, int percent, long nanosSinceEvent, int clients) {
        metrics.delivered(percent, nanosSinceEvent);
        if (percent == EVERYBODY) {
            String millis = String.format(Locale.ROOT, "%.1f", nanosSinceEvent / NANOS_PER_MILLI);
            events.emit("delivery", "revisions/" + revision,
                    "Acked by all " + clients + " data planes that it changes, the last after " + millis + " ms",
                    Map.of("revision", Long.toString(revision), "clients", Integer.toString(clients), "ackMillis",
                            millis));
        }
    }

    @Override
    public void straggling(String node, long revision) {
        events.emit("straggler", node, revision == 0
                ? "has caught up"
                : "has not answered to revision " + revision + " for more than 5 s",
                Map.of("revision", Long.toString(revision)));
    }

    @Override
    public void nacked(String node, ResourceType type, String detail) {
        metrics.nacked(type);
        events.emit("nack", node, detail, Map.of("type", type.shortName()));
    }

    @Override
    public void refused(String reason) {
        metrics.refused(reason);
    }

    @Override
    public void connected(NodeIdentity node) {
        events.emit("client", node.id(), "connected", Map.of("role", node.role()));
    }

    @Override
    public void disconnected(NodeIdentity node, String reason) {
        events.emit("client", node.id(), "disconnected: " + reason, Map.of("role", node.role()));
    }

    @Override
    public void peer(String idc, PeerState state) {
        events.emit("peer", idc, state.name(), Map.of());
    }

    @Override
    public void held(String idc, String service, String guard, String detail) {
        events.emit("held", idc + "/" + service, detail, Map.of("guard", guard));
    }

    @Override
    public void auditNotExtended(String idc, String fault) {
        metrics.auditNotExtended();
        events.emit("audit", idc, fault, Map.of("idc", idc));
    }

    @Override
    public void confirmed(String idc, String service) {
        metrics.confirmed(idc);
        events.emit("held", idc + "/" + service, "released: confirmed by its origin", Map.of("by", "origin"));
    }

    @Override
    public void shiftLost(String scope, String winner, String loser) {
        events.emit("shift", scope, loser + " lost to " + winner, Map.of("winner", winner, "loser", loser));
    }

    void nodes(List<String> live) {
        metrics.nodes(live.size());
        events.emit("nodes", "node", String.join(", ", live), Map.of("live", Integer.toString(live.size())));
    }

    @Override
    public void draining(int workloads) {
        metrics.draining(workloads);
    }

    @Override
    public void released(String workload, String reason, String detail) {
        metrics.released(reason);
        events.emit("released", Kind.WORKLOAD_ENTRY.plural() + "/" + workload, detail, Map.of("reason", reason));
    }

    @Override
    public void spillDecided(SpillView decided) {
        metrics.spillDecided(decided);
        events.emit("spill", Kind.SERVICE.plural() + "/" + decided.service(), decided.reason(),
                Map.of("by", "load", "group", decided.group()));
    }

    @Override
    public void spillLost(String service, String reason) {
        metrics.spillLost(service, reason);
        events.emit("spill", Kind.SERVICE.plural() + "/" + service, "by numbers: " + reason, Map.of("by", "numbers"));
    }

    @Override
    public void loadReported() {
        metrics.loadReported();
    }

    @Override
    public void loadIgnored(Nonsense reason, int parts) {
        metrics.loadIgnored(reason, parts);
    }

    @Override
    public void loadRefused(String code) {
        metrics.loadRefused(code);
    }
}
