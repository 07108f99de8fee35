package io.spillway.control.admin;

import io.spillway.control.service.CheckReport;

/** What an inspection found, as JSON. */
final class CheckJson {

    private CheckJson() {}

    static Json of(CheckReport report) {
        return Json.object().put("idc", report.idc()).put("node", report.node()).putMillis("unixMillis", report.at())
                .put("revision", report.revision())
                .putAll("catalog", report.catalog(),
                        type -> Json.object().put("type", type.type()).put("resources", type.resources())
                                .put("digest", type.digest()))
                .putAll("findings", report.findings(),
                        finding -> Json.object().put("rule", finding.rule())
                                .put("severity", finding.severity().name()).put("object", finding.object())
                                .put("what", finding.what()).put("why", finding.why())
                                .put("action", finding.action()));
    }
}
