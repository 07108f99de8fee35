package io.spillway.control.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import io.spillway.control.overview.Overview.Alert;
import io.spillway.control.overview.Overview.Severity;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.StatusReport.PeerState;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.service.StatusReport.SyncState;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a node itself finds wrong, under the names of grafana/rules, so that the same runbook is read. They need no Prometheus, and
 * know nothing of what needs a look over time (burn rates, rates of errors): those are Prometheus's alone. Pure.
 */
final class Alerts {

    /** A shift that ends within so long is told of. */
    static final Duration SOON = Duration.ofHours(1);

    private final List<Alert> all = new ArrayList<>();

    private Alerts() {}

    static List<Alert> of(Known known) {
        Alerts alerts = new Alerts();
        alerts.ofNode(known);
        known.peers().forEach(alerts::ofPeer);
        alerts.ofDataPlanes(known);
        alerts.ofHealth(known);
        known.resources().shifts().forEach(shift -> alerts.ofShift(shift, known.now()));
        known.resources().switchOvers().forEach(alerts::ofMove);
        alerts.all.sort(Comparator.comparing(Alert::severity).thenComparing(Alert::name)
                .thenComparing(Alert::subject));
        return alerts.all;
    }

    private void page(String name, String subject, String text, @Nullable Instant since) {
        all.add(new Alert(Severity.PAGE, name, subject, text, since));
    }

    private void ticket(String name, String subject, String text, @Nullable Instant since) {
        all.add(new Alert(Severity.TICKET, name, subject, text, since));
    }

    private void ofNode(Known known) {
        String node = known.idc() + "/" + known.node();
        if (!known.readiness().ready()) {
            page("SpillwayControlNotReady", node, "not ready: " + String.join("; ", known.readiness().waitingFor()),
                    null);
        }
        if (!known.registry().connected()) {
            String reason = known.registry().reason();
            page("SpillwayRegistryLost", known.idc(), "the registry is lost; what is known is served, nothing can be "
                    + "written" + (reason == null ? "" : ": " + reason), known.registry().since());
        }
        if (known.registry().held() > 0) {
            page("SpillwayRegistryHeld", known.idc(), known.registry().held()
                    + " resources are served although the registry has them no more", null);
        }
        if (known.doubts().auditBroken()) {
            page("SpillwayAuditBroken", node, "the chain of the audit is broken", null);
        }
        if (known.doubts().auditOwed() > 0) {
            ticket("SpillwayAuditOwed", node, known.doubts().auditOwed() + " records are not in the audit yet", null);
        }
        new TreeMap<>(known.doubts().unarmed()).forEach((group, why) -> page("SpillwayAutomaticNotArmed",
                "drgroups/" + group, "automatic shift is not armed: " + why, null));
    }

    private void ofPeer(PeerView peer) {
        String error = peer.lastError();
        if (peer.state() != PeerState.CONNECTED) {
            ticket("SpillwayPeerStale", peer.idc(), (peer.state() == PeerState.NEVER
                    ? "nothing was ever heard from it"
                    : "nothing is heard from it; what was imported stays in use")
                    + (error == null ? "" : ": " + error), peer.since());
        }
        peer.held().forEach(held -> ticket("SpillwayUpdateHeld",
                peer.idc() + (held.service().isEmpty() ? "" : "/" + held.service()),
                "an update is held by " + held.guard() + ": " + held.detail(), held.since()));
        if (peer.path().lost() > 0) {
            String who = peer.path().lost() + " of " + (peer.path().lost() + peer.path().usable())
                    + " gateways reach none of its gateways: " + String.join(", ", peer.path().lostBy());
            if (peer.path().usable() == 0) {
                page("SpillwayPathLost", peer.idc(), who, peer.path().lostSince());
            } else {
                ticket("SpillwayPathPartlyLost", peer.idc(), who, peer.path().lostSince());
            }
        }
        if (peer.service().declared() > 0 && peer.service().healthy() == 0) {
            page("ServiceGone", peer.idc(), "none of " + peer.service().declared() + " instances is healthy", null);
        }
    }

    private void ofDataPlanes(Known known) {
        Map<String, String> refused = new TreeMap<>();
        for (DataPlaneView plane : known.dataPlanes()) {
            if (plane.state() == SyncState.NACKED) {
                refused.merge(plane.node(), plane.type() + ": " + plane.lastNack(), (one, other) -> one);
            }
        }
        refused.forEach((node, why) -> ticket("SpillwayDataPlaneNacked", node, "it refuses what it was sent: " + why,
                null));
        if (!known.stragglers().isEmpty()) {
            List<String> names = known.stragglers().stream().map(each -> each.node()).distinct().toList();
            ticket("SpillwayStragglers", known.idc(), names.size() + " data planes have not Acked for long: "
                    + String.join(", ", names.subList(0, Math.min(names.size(), Overviews.NAMED))), null);
        }
        if (known.load().silent() > 0) {
            ticket("SpillwayLoadSilent", known.idc(), known.load().silent() + " data planes report no load", null);
        }
    }

    private void ofHealth(Known known) {
        if (!known.health().alarm().isEmpty()) {
            ticket("SpillwayChecksNotBelieved", known.idc(), "health checks are not believed: "
                    + known.health().alarm(), null);
        }
        if (!known.health().against().isEmpty()) {
            TreeSet<String> services = new TreeSet<>();
            known.health().against().forEach(each -> services.add(each.service()));
            ticket("SpillwayWorkloadsUnhealthy", known.idc(), known.health().against().size()
                    + " workloads are not healthy, of " + String.join(", ", services.stream().limit(Overviews.NAMED)
                            .toList()),
                    known.health().against().stream().map(each -> each.since()).min(Comparator.naturalOrder())
                            .orElse(null));
        }
    }

    private void ofShift(Resource shift, Instant now) {
        if (shift.spec() instanceof TrafficShiftSpec spec && !spec.cleared() && spec.expires() != null
                && now.plus(SOON).isAfter(spec.expires())) {
            boolean over = !now.isBefore(spec.expires());
            ticket(over ? "ShiftExpired" : "ShiftExpires", "shifts/" + shift.name(),
                    (over ? "its time was over at " : "its time is over at ") + spec.expires() + " ("
                            + spec.onExpiry().name().toLowerCase(java.util.Locale.ROOT) + " then)",
                    over ? spec.expires() : null);
        }
    }

    private void ofMove(Resource move) {
        if (!(move.spec() instanceof SwitchOverSpec spec) || spec.status() == null) {
            return;
        }
        SwitchOverStatus status = spec.status();
        String subject = "switchovers/" + move.name();
        String text = spec.from() + " to " + spec.to() + " is " + status.state();
        switch (status.state()) {
            case PAUSED -> page("SpillwaySwitchOverPaused", subject, text + (status.pause() == null
                    ? ""
                    : ": " + status.pause().detail()), status.since());
            case ROLLBACK_FAILED -> page("SpillwayRollbackFailed", subject, text, status.since());
            case EXPIRED -> page("SpillwaySwitchOverExpired", subject, text, status.since());
            case FENCING, SHIFTING, VERIFYING, UNFENCING, SOAKING, ROLLING_BACK -> all
                    .add(new Alert(Severity.INFO, "SpillwaySwitchOverActive", subject, text, status.since()));
            case DRAFT, CHECKING, READY, APPROVED, COMPLETED, ROLLED_BACK, ABORTED, FORCE_ENDED -> {
            }
        }
    }
}
