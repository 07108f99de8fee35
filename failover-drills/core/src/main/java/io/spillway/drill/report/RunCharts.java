package io.spillway.drill.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.spillway.drill.report.Series.Bucket;
import io.spillway.drill.verdict.RunRecord.Event;
import io.spillway.drill.verdict.RunRecord.Phase;
import io.spillway.drill.verdict.SwitchOverTrace;

/** Pictures over the whole time of a run, with phases as bands and events as numbered marks. */
final class RunCharts {

    private static final int WIDTH = 1130;
    private static final int HEIGHT = 270;
    private static final double STEP_MS = Series.STEP_MS;
    private static final double LOWEST_MS = 0.1;
    private static final int DECADES = 5;
    private static final int STATE = 7;

    private final RunFacts facts;
    private final List<Bucket> series;
    private final List<String> idcs;
    private final Axes axes;

    RunCharts(RunFacts facts, List<Bucket> series, List<String> idcs) {
        this.facts = facts;
        this.series = series;
        this.idcs = idcs;
        this.axes = new Axes(WIDTH, HEIGHT, 0, Math.max(1, series.size() * STEP_MS));
    }

    /** Returns answers per second by the IDC that gave them, failures on top. */
    String served() {
        double most = series.stream().mapToLong(Bucket::sent).max().orElse(1) * 1.05;
        StringBuilder svg = frame("answers per second by serving IDC");
        double perSecond = 1000 / STEP_MS;
        for (double share : new double[]{0, 0.25, 0.5, 0.75, 1}) {
            svg.append(axes.level(share, Words.format("%.0f/s", share * most * perSecond)));
        }
        double[] base = new double[series.size()];
        for (int idc = 0; idc < idcs.size(); idc++) {
            String name = idcs.get(idc);
            svg.append(layer("i" + idc % 4, base, bucket -> bucket.byIdc().getOrDefault(name, 0L) / most));
        }
        svg.append(layer("bad", base, bucket -> bucket.failed() / most));
        return svg.append(marks()).append(axes.time(tick())).append("</svg>").toString();
    }

    /** Returns median and 99th percentile of the latency on a logarithmic scale. */
    String latency() {
        StringBuilder svg = frame("latency over time, logarithmic");
        for (int decade = 0; decade <= DECADES; decade++) {
            double ms = LOWEST_MS * Math.pow(10, decade);
            svg.append(axes.level((double) decade / DECADES, ms < 1000 ? trim(ms) + " ms" : trim(ms / 1000) + " s"));
        }
        svg.append(line("p50", Bucket::p50Ms)).append(line("p99", Bucket::p99Ms));
        return svg.append(marks()).append(axes.time(tick())).append("</svg>").toString();
    }

    private StringBuilder frame(String label) {
        StringBuilder svg = new StringBuilder(axes.open(label));
        int number = 0;
        for (Phase phase : facts.run().phases()) {
            double from = axes.x(facts.tMs(phase.fromMs()));
            double to = axes.x(facts.tMs(phase.toMs()));
            if (number++ % 2 == 0) {
                svg.append(Words.format("<rect class=\"band\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                        from, Axes.TOP, to - from, axes.bottom() - Axes.TOP));
            }
            svg.append(Words.format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n", (from + to) / 2,
                    HEIGHT - 6, JunitReport.escape(phase.name())));
        }
        return svg;
    }

    private String marks() {
        StringBuilder svg = new StringBuilder();
        int number = 1;
        for (Event event : facts.run().events()) {
            double x = axes.x(facts.tMs(event.injectMs()));
            svg.append(Words.format(
                    "<g class=\"mark\"><title>%s</title><line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/><circle cx=\"%.1f\" cy=\"12\" r=\"9\"/><text x=\"%.1f\" y=\"16\" text-anchor=\"middle\">%d</text></g>%n",
                    JunitReport.escape(event.name() + ": " + event.what()), x, x, Axes.TOP - 3, axes.bottom(), x, x,
                    number++));
        }
        facts.run().switchOvers().forEach(trace -> states(trace, svg));
        return svg.toString();
    }

    /** A tick on the time axis for each state that the machine went to. */
    private void states(SwitchOverTrace trace, StringBuilder svg) {
        for (SwitchOverTrace.Transition each : trace.transitions()) {
            if (each.from() != each.to()) {
                double x = axes.x(facts.tMs(each.atMs()));
                svg.append(Words.format(
                        "<g class=\"state\"><title>%s</title><line x1=\"%.2f\" x2=\"%.2f\" y1=\"%d\" y2=\"%d\"/></g>%n",
                        JunitReport.escape(trace.name() + " " + each.to() + " at "
                                + Words.seconds(facts.tMs(each.atMs())) + " (" + each.event() + ")"),
                        x, x, axes.bottom() - STATE, axes.bottom() + STATE));
            }
        }
    }

    /** Returns a layer of a stack as one area of steps, and raises the base by it. */
    private String layer(String style, double[] base, ToDoubleFunction<Bucket> share) {
        StringBuilder upper = new StringBuilder();
        List<String> lower = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            double from = axes.x(i * STEP_MS);
            double to = axes.x((i + 1) * STEP_MS);
            lower.add(Words.format("%.1f,%.1f %.1f,%.1f", to, axes.y(base[i]), from, axes.y(base[i])));
            base[i] += share.applyAsDouble(series.get(i));
            upper.append(Words.format("%.1f,%.1f %.1f,%.1f ", from, axes.y(base[i]), to, axes.y(base[i])));
        }
        return "<polygon class=\"" + style + "\" points=\"" + upper + String.join(" ", lower.reversed()) + "\"/>\n";
    }

    private String line(String style, ToDoubleFunction<Bucket> value) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < series.size(); i++) {
            Bucket bucket = series.get(i);
            if (bucket.sent() > 0) {
                double share = Math.log10(Math.max(LOWEST_MS, value.applyAsDouble(bucket)) / LOWEST_MS) / DECADES;
                points.append(Words.format("%.1f,%.1f ", axes.x((i + 0.5) * STEP_MS), axes.y(share)));
            }
        }
        return "<polyline class=\"" + style + "\" points=\"" + points + "\"/>\n";
    }

    private double tick() {
        double length = series.size() * STEP_MS;
        for (double step : new double[]{1000, 2000, 5000, 10_000, 20_000, 60_000}) {
            if (length / step <= 20) {
                return step;
            }
        }
        return 300_000;
    }

    private static String trim(double number) {
        return number < 1 ? Words.format("%.1f", number) : Words.format("%.0f", number);
    }
}
