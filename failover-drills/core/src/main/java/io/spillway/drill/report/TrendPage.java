package io.spillway.drill.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.spillway.drill.report.Trend.Run;
import io.spillway.drill.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/** trend.html: a small picture for each figure of each drill, one point for each run. */
final class TrendPage {

    private static final int WIDTH = 400;
    private static final int HEIGHT = 150;
    private static final double ROOM = 1.1;
    private static final double SMALL = 10;
    private static final Set<String> VERDICTS = Set.of(Verdict.values()).stream().map(Verdict::name)
            .collect(Collectors.toSet());

    private TrendPage() {}

    static String of(Trend trend) {
        StringBuilder html = new StringBuilder(Words.format(
                "<!doctype html>%n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Trend of %d drills</title><style>%s</style></head><body><main>%n<h1>Drills over time</h1><p class=\"dim\">One point for each report, the earliest on the left, at equal distances. Red: the run did not pass. Runs that are VOID prove nothing and are hollow.</p>%n",
                trend.runs().size(), HtmlReport.style()));
        trend.runs().forEach((drill, runs) -> drill(html, drill, runs));
        return html.append("</main></body></html>\n").toString();
    }

    private static void drill(StringBuilder html, String drill, List<Run> runs) {
        html.append("<h2>").append(JunitReport.escape(drill)).append("</h2><p class=\"dim\">")
                .append(runs.size()).append(runs.size() == 1 ? " report, " : " reports, ")
                .append(JunitReport.escape(runs.getFirst().started())).append(" to ")
                .append(JunitReport.escape(runs.getLast().started())).append("</p><div class=\"small\">\n");
        picture(html, "failed requests", runs,
                run -> run.successRate() == null ? null : (1 - run.successRate()) * 100, " %");
        picture(html, "latency p99", runs, Run::p99Ms, " ms");
        Set<String> clocks = new LinkedHashSet<>();
        runs.forEach(run -> clocks.addAll(run.clocks().keySet()));
        clocks.forEach(clock -> picture(html, clock, runs, run -> run.clocks().get(clock), " ms"));
        html.append("</div>");
    }

    private static void picture(StringBuilder html, String name, List<Run> runs,
            Function<Run, @Nullable Double> figure, String unit) {
        List<@Nullable Double> values = new ArrayList<>();
        runs.forEach(run -> values.add(figure.apply(run)));
        double most = 0;
        for (Double value : values) {
            most = Math.max(most, value == null ? 0 : value);
        }
        if (values.stream().allMatch(value -> value == null)) {
            return;
        }
        double top = most == 0 ? 1 : most * ROOM;
        Axes axes = new Axes(WIDTH, HEIGHT, 0, Math.max(1, runs.size() - 1));
        StringBuilder svg = new StringBuilder(axes.open(name + " over time"));
        for (double share : new double[]{0, 0.5, 1}) {
            svg.append(axes.level(share,
                    top < SMALL ? Words.format("%.2f", share * top) : Words.format("%.0f", share * top)));
        }
        StringBuilder line = new StringBuilder();
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < runs.size(); i++) {
            Double value = values.get(i);
            if (value != null) {
                double x = axes.x(i);
                double y = axes.y(value / top);
                line.append(Words.format("%.1f,%.1f ", x, y));
                points.append(point(runs.get(i), x, y, value, unit));
            }
        }
        svg.append("<polyline class=\"p50\" points=\"").append(line).append("\"/>\n").append(points).append("</svg>");
        html.append("<figure><h3>").append(JunitReport.escape(name)).append("</h3>").append(svg)
                .append("</figure>\n");
    }

    private static String point(Run run, double x, double y, double value, String unit) {
        String style = VERDICTS.contains(run.verdict()) ? "point-" + run.verdict() : "point-FAIL";
        return Words.format("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s</title></circle>%n", style,
                x, y, JunitReport.escape(run.started() + ": " + Words.format("%.3f", value) + unit + ", "
                        + run.verdict() + ", " + run.folder()));
    }
}
