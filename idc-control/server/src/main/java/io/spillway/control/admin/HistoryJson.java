package io.spillway.control.admin;

import io.spillway.control.service.DeliveryReport.RevisionView;
import io.spillway.control.service.HistoryReport;

/** The history of a node as JSON. */
final class HistoryJson {

    private HistoryJson() {}

    static Json of(HistoryReport report) {
        return Json.object().put("idc", report.idc()).put("node", report.node()).put("size", report.size())
                .putAll("revisions", report.revisions(), HistoryJson::revision);
    }

    private static Json revision(HistoryReport.RevisionChange revision) {
        RevisionView delivery = revision.delivery();
        Json json = Json.object().put("revision", revision.revision()).putMillis("atUnixMillis", revision.at())
                .putAll("changes", revision.changes(), HistoryJson::change).put("more", revision.more());
        return delivery == null ? json.put("delivery", (String) null) : json.put("delivery", DeliveryJson.of(delivery));
    }

    private static Json change(HistoryReport.ResourceChange change) {
        return Json.object().put("object", change.object()).put("change", change.change().name())
                .put("author", change.author()).putAll("fields", change.fields(),
                        field -> Json.object().put("field", field.field()).put("before", field.before()).put("after",
                                field.after()));
    }
}
