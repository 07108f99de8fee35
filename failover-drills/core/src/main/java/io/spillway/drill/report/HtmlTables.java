package io.spillway.drill.report;

import java.util.List;
import java.util.stream.Collectors;

import io.spillway.drill.measure.Tally;
import io.spillway.drill.verdict.Clocks;
import io.spillway.drill.verdict.Finding;
import io.spillway.drill.verdict.RunRecord;
import io.spillway.drill.verdict.RunRecord.Event;
import io.spillway.drill.verdict.RunRecord.Phase;

/** The tables of report.html. */
final class HtmlTables {

    private static final int LONG = 40;

    private HtmlTables() {}

    static String invariants(RunFacts facts) {
        StringBuilder html = new StringBuilder(
                "<table><tr><th></th><th class=\"t\">must hold</th><th class=\"t\">measured</th></tr>");
        for (Finding finding : facts.judgement().findings()) {
            html.append(
                    Words.format("<tr><td class=\"%s\">%s</td><td class=\"t\">%s</td><td class=\"t\">%s</td></tr>%n",
                            finding.holds() ? "ok" : "no", finding.holds() ? "✓ holds" : "✗ broken",
                            JunitReport.escape(finding.name()), JunitReport.escape(finding.detail())));
        }
        return html.append("</table>").toString();
    }

    static String clocks(RunFacts facts) {
        StringBuilder html = new StringBuilder(
                "<div class=\"scroll\"><table><tr><th>event</th><th>at</th><th>detect</th>"
                        + "<th>decide</th><th>config p50 / p99 / all</th><th>traffic</th><th>recover</th></tr>");
        int number = 1;
        for (Event event : facts.run().events()) {
            Clocks clocks = Clocks.of(facts.run(), event);
            html.append(Words.format(
                    "<tr><td>%d&ensp;%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>%n",
                    number++, JunitReport.escape(event.name()), Words.seconds(facts.tMs(event.injectMs())),
                    Words.ms(clocks.detectMs()), Words.ms(clocks.decideMs()), Words.config(clocks.config()),
                    Words.ms(clocks.trafficMs()), Words.ms(clocks.recoverMs())));
        }
        return html.append("</table></div>").toString();
    }

    static String phases(RunRecord run) {
        StringBuilder html = new StringBuilder(
                "<div class=\"scroll\"><table><tr><th>phase</th><th>time</th><th>sent</th>"
                        + "<th>failed</th><th>success</th><th>p50</th><th>p90</th><th>p99</th><th>p99.9</th><th>max</th><th>served by</th></tr>");
        for (Phase phase : run.phases()) {
            Tally tally = Tally.of(run.recording(), phase.window(), any -> true);
            String byIdc = tally.byIdc()
                    .entrySet()
                    .stream()
                    .map(entry -> JunitReport.escape(entry.getKey()) + "&nbsp;" + Words.count(entry.getValue()))
                    .collect(Collectors.joining("<br>"));
            html.append(Words.format(
                    "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>%n",
                    JunitReport.escape(phase.name()), Words.seconds(phase.window().millis()), Words.count(tally.sent()),
                    Words.count(tally.failed()), Words.percent(tally.ok(), tally.sent()), Words.ms(tally.latencyMs(50)),
                    Words.ms(tally.latencyMs(90)), Words.ms(tally.latencyMs(99)), Words.ms(tally.latencyMs(99.9)),
                    Words.ms(tally.maxMs()), byIdc));
        }
        return html.append("</table></div>").toString();
    }

    static String control(RunFacts facts) {
        StringBuilder html = new StringBuilder();
        for (ControlRows.Table table : ControlRows.of(facts)) {
            html.append("<h2>").append(table.title()).append("</h2><p>").append(JunitReport.escape(table.about()))
                    .append("</p><div class=\"scroll\"><table><tr>");
            table.head().forEach(word -> html.append("<th>").append(JunitReport.escape(word)).append("</th>"));
            html.append("</tr>\n");
            for (List<String> row : table.rows()) {
                html.append("<tr>");
                row.forEach(cell -> html.append(cell.length() > LONG ? "<td class=\"w\">" : "<td>")
                        .append(JunitReport.escape(cell)).append("</td>"));
                html.append("</tr>\n");
            }
            html.append("</table></div>");
        }
        List<String> problems = ControlRows.problems(facts);
        if (!problems.isEmpty()) {
            html.append("<h2>What was wrong, for example</h2>");
            problems.forEach(problem -> html.append("<p>").append(JunitReport.escape(problem)).append("</p>\n"));
        }
        return html.toString();
    }

    static String failures(Tally tally) {
        if (tally.failures().isEmpty()) {
            return "<p>No request failed.</p>";
        }
        StringBuilder html = new StringBuilder("<table><tr><th>class</th><th>requests</th></tr>");
        tally.failures().forEach((name, count) -> html.append(Words.format("<tr><td>%s</td><td>%s</td></tr>%n",
                JunitReport.escape(name), Words.count(count))));
        return html.append("</table>").toString();
    }
}
