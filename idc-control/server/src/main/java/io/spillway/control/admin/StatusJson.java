package io.spillway.control.admin;

import java.time.Duration;
import java.util.List;

import io.spillway.control.service.HealthView;
import io.spillway.control.service.LoadReport.ReporterView;
import io.spillway.control.service.StatusReport;
import io.spillway.model.document.Position;
import io.spillway.model.document.Tree;
import org.jspecify.annotations.Nullable;

/** The reports of a node as JSON. Times are milliseconds since the epoch. */
final class StatusJson {

    private StatusJson() {}

    static Json of(StatusReport report) {
        StatusReport.RegistryView registry = report.registry();
        return Json.object().put("idc", report.idc()).put("node", report.node())
                .put("ready", report.readiness().ready())
                .putTexts("readiness", report.readiness().waitingFor())
                .put("registry",
                        Json.object().put("kind", registry.kind()).put("connected", registry.connected())
                                .putMillis("sinceUnixMillis", registry.since()).put("revision", registry.revision())
                                .put("clusterId", registry.clusterId()).put("reason", registry.reason())
                                .put("held", registry.held()))
                .putAll("dataPlanes", report.dataPlanes(), StatusJson::dataPlane)
                .putAll("peers", report.peers(), StatusJson::peer).putAll("problems", report.problems(),
                        problem -> Json.object().put("object", problem.object()).put("problem", problem.problem()))
                .putAll("nodes", report.nodes(), StatusJson::node).putAll("drains", report.drains(), StatusJson::drain)
                .put("health", health(report.health())).putAll("spills", report.spills(), SpillJson::of)
                .putAll("clocks", report.reporters().stream().filter(one -> one.clockAhead() != null).toList(),
                        StatusJson::clock)
                .put("loadSilent", Json.object().put("dataPlanes", report.silent().dataPlanes())
                        .putTexts("here", report.silent().here()))
                .put("sync", sync(report.sync()));
    }

    private static Json sync(StatusReport.SyncView view) {
        return Json.object().put("leader", view.leader()).put("control", view.control())
                .putMillis("sinceUnixMillis", view.since()).put("term", view.term()).putTexts("here", view.here())
                .putAll("sources", view.sources(), StatusJson::source);
    }

    private static Json source(StatusReport.SourceHoldView view) {
        return Json.object().put("source", view.source()).put("held", view.held())
                .put("releasedBy", view.releasedBy().isEmpty() ? null : view.releasedBy())
                .putAll("workloads", view.workloads(),
                        one -> Json.object().put("name", one.name()).put("reason", one.reason()));
    }

    private static Tree unfinished(StatusReport.@Nullable UnfinishedView view) {
        return view == null
                ? new Tree.Scalar(null, Position.NONE)
                : Json.object().put("written", view.written()).put("changes", view.changes())
                        .putMillis("sinceUnixMillis", view.since()).tree();
    }

    private static Json clock(ReporterView view) {
        Duration ahead = view.clockAhead();
        return Json.object().put("node", view.node()).put("aheadMillis", ahead == null ? 0 : ahead.toMillis())
                .putMillis("heardUnixMillis", view.heardAt());
    }

    private static Json node(StatusReport.NodeView view) {
        return Json.object().put("node", view.node()).putMillis("sinceUnixMillis", view.since())
                .put("address", view.address()).put("api", view.api()).put("self", view.self())
                .put("ackedRevision", view.ackedRevision())
                .putTexts("behind", view.behind());
    }

    static Json drain(StatusReport.DrainView view) {
        return Json.object().put("workload", view.workload()).put("revision", view.revision())
                .putMillis("sinceUnixMillis", view.since()).put("owner", view.owner()).putTexts("nodes", view.nodes())
                .putTexts("clients", view.clients());
    }

    private static Json health(HealthView view) {
        return Json.object().put("checked", view.checked()).put("healthy", view.healthy())
                .put("unhealthy", view.unhealthy()).put("flapping", view.flapping()).put("withheld", view.withheld())
                .put("unknown", view.unknown()).put("alarm", view.alarm()).putAll("against", view.against(),
                        against -> Json.object().put("workload", against.workload()).put("service", against.service())
                                .put("state", against.state()).put("reason", against.reason())
                                .putMillis("sinceUnixMillis", against.since()).put("node", against.node()));
    }

    private static Json dataPlane(StatusReport.DataPlaneView view) {
        return Json.object().put("node", view.node()).put("role", view.role()).put("type", view.type())
                .put("state", view.state().name()).put("version", view.version())
                .putMillis("ackedUnixMillis", view.ackedAt())
                .putMillis("connectedSinceUnixMillis", view.connectedSince())
                .put("resources", view.resources()).put("lastNack", view.lastNack())
                .put("intended", intended(view));
    }

    private static Json intended(StatusReport.DataPlaneView view) {
        StatusReport.IntendedView compared = view.intended();
        // Nobody compares what has nothing on its way and has Acked the rest: that should have what it has.
        StatusReport.IntendedView intended = compared == null && view.state() == StatusReport.SyncState.SYNCED
                ? new StatusReport.IntendedView(view.resources(), view.version(), 0, List.of())
                : compared;
        return intended == null
                ? Json.object()
                : Json.object().put("resources", intended.resources()).put("version", intended.version())
                        .put("differing", intended.differing()).putAll("differs", intended.differs(),
                                difference -> Json.object().put("name", difference.name())
                                        .put("how", difference.how().name()).put("detail", difference.detail()));
    }

    private static Json peer(StatusReport.PeerView view) {
        return Json.object().put("idc", view.idc()).put("state", view.state().name())
                .putMillis("sinceUnixMillis", view.since()).putMillis("lastMessageUnixMillis", view.lastMessageAt())
                .put("imports", view.imports()).put("lastError", view.lastError()).putAll("held", view.held(),
                        held -> Json.object().put("service", held.service()).put("guard", held.guard())
                                .put("detail", held.detail()).putMillis("sinceUnixMillis", held.since()))
                .put("unfinished", unfinished(view.unfinished())).put("link", PeerJson.link(view.link()))
                .put("path", PeerJson.path(view.path())).put("service", PeerJson.service(view.service()));
    }
}
