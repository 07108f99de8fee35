package io.spillway.drill.report;

import java.util.List;

import io.spillway.drill.report.Summary.Result;
import io.spillway.drill.verdict.Verdict;

/** summary.html: one line for each drill, with a link to its report. */
final class SummaryPage {

    private SummaryPage() {}

    static String of(Summary summary) {
        long good = summary.entries().stream().filter(Result::good).count();
        String verdict = summary.good() ? Verdict.PASS.name() : Verdict.FAIL.name();
        StringBuilder html = new StringBuilder(Words.format(
                "<!doctype html>%n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>%s: %d of %d drills</title><style>%s</style></head><body><main>%n",
                verdict, good, summary.entries().size(), HtmlReport.style()));
        html.append(Words.format(
                "<header><div class=\"badge %s\">%s</div><div><h1>%d of %d drills passed</h1><div class=\"dim\">started %s</div></div></header>%n",
                verdict, verdict, good, summary.entries().size(), summary.started()));
        html.append("<div class=\"scroll\"><table><tr><th>verdict</th><th class=\"t\">drill</th><th>time</th>"
                + "<th>sent</th><th>failed</th><th>p99</th><th>invariants</th></tr>\n");
        summary.entries().forEach(entry -> row(html, entry));
        html.append("</table></div>");
        summary.entries().stream().filter(entry -> !entry.good()).forEach(entry -> {
            html.append("<h2>").append(JunitReport.escape(entry.drill())).append("</h2><div class=\"reasons\">");
            Summary.problems(entry)
                    .forEach(problem -> html.append("<p>").append(JunitReport.escape(problem)).append("</p>"));
            html.append("</div>\n");
        });
        return html.append("</main></body></html>\n").toString();
    }

    private static void row(StringBuilder html, Result entry) {
        List<String> cells = Summary.cells(entry);
        String name = JunitReport.escape(entry.drill());
        html.append("<tr><td class=\"").append(entry.good() ? "ok" : "no").append("\">").append(cells.getFirst())
                .append("</td><td class=\"t\">");
        html.append(entry.figures() == null
                ? name
                : "<a href=\"" + name + "/report.html\">" + name + "</a>");
        html.append("<div class=\"dim\">").append(JunitReport.escape(entry.title())).append("</div></td>");
        cells.stream().skip(2).forEach(cell -> html.append("<td>").append(cell).append("</td>"));
        html.append("</tr>\n");
    }
}
