package io.spillway.control.admin;

import io.spillway.control.service.DeliveryReport;
import io.spillway.control.service.DeliveryReport.RevisionView;

/** Who has what, as JSON. Times are milliseconds, points in time since the epoch. */
final class DeliveryJson {

    private DeliveryJson() {}

    static Json of(DeliveryReport report) {
        return Json.object().put("node", report.node())
                .putAll("nodes", report.nodes(),
                        node -> Json.object().put("node", node.node()).put("api", node.api()).put("self", node.self()))
                .put("revision", report.revision()).put("forgotten", report.forgotten())
                .putAll("pushes", report.pushes(),
                        push -> Json.object().put("revision", push.revision())
                                .putMillis("eventUnixMillis", push.eventAt()).put("type", push.type())
                                .put("node", push.node()).put("ackMillis", push.ackMillis())
                                .putMillis("connectedSinceUnixMillis", push.connectedSince())
                                .put("state", push.state().name()).put("detail", push.detail()))
                .putAll("revisions", report.revisions(), DeliveryJson::of)
                .putAll("stragglers", report.stragglers(),
                        late -> Json.object().put("node", late.node()).put("revision", late.revision())
                                .put("waitedMillis", (double) Math.round(late.waitedMillis()))
                                .put("revisions", late.revisions()));
    }

    static Json of(RevisionView view) {
        return Json.object().put("revision", view.revision()).putMillis("eventUnixMillis", view.eventAt())
                .put("complete", view.complete()).put("clients", view.clients()).put("acked", view.acked())
                .put("nacked", view.nacked()).put("pending", view.pending()).put("gone", view.gone())
                .put("ratio", (Double) view.ratio())
                .put("ackMillis",
                        Json.object().put("p50", view.p50()).put("p95", view.p95()).put("p99", view.p99())
                                .put("p100", view.p100()))
                .putTexts("pendingAt", view.pendingAt()).putTexts("refusedBy", view.refusedBy());
    }
}
