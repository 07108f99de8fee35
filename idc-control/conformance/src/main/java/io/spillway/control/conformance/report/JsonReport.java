package io.spillway.control.conformance.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.control.conformance.trial.CaseOutcome;
import io.spillway.control.conformance.trial.CaseResult;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;

/** The results as JSON, schema {@code spillway.io/xds-conformance/v1}. */
public final class JsonReport {

    private JsonReport() {}

    /** Returns the document. */
    public static String of(String server, List<CaseResult> results) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("schema", "spillway.io/xds-conformance/v1");
        report.put("server", server);
        report.put("passed", results.stream().filter(result -> result.outcome() instanceof CaseOutcome.Passed).count());
        report.put("failed", results.stream().filter(CaseResult::failed).count());
        report.put("notApplicable",
                results.stream().filter(result -> result.outcome() instanceof CaseOutcome.NotApplicable).count());
        report.put("cases", results.stream().map(JsonReport::one).toList());
        return JsonText.write(Trees.of(report)) + "\n";
    }

    private static Map<String, Object> one(CaseResult result) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", result.played().id());
        one.put("title", result.played().title());
        one.put("level", result.played().level().name());
        one.put("section", result.played().sentence().section().title());
        one.put("sentence", result.played().sentence().text());
        one.put("result", result.word());
        one.put("millis", Math.round(result.seconds() * 1000));
        if (!result.why().isEmpty()) {
            one.put("why", result.why());
        }
        if (result.outcome() instanceof CaseOutcome.Failed failed) {
            one.put("transcript", new ArrayList<>(failed.transcript()));
        }
        return one;
    }
}
