package io.spillway.drill.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.Window;
import io.spillway.drill.plan.Expectation;
import io.spillway.drill.verdict.RunRecord.Event;

/** A close look at the seconds around one event: who served the traffic that it is about. */
final class EventChart {

    private static final double BEFORE_MS = 500;
    private static final double AFTER_MS = 2500;
    private static final double LONG_AFTER_MS = 10_000;
    private static final int BINS = 60;

    private EventChart() {}

    /** Returns a stack of shares over time; {@code settledMs} is how long it took, to choose the scale. */
    static String of(RunFacts facts, Event event, Expectation expectation, List<String> idcs, double settledMs) {
        double after = settledMs > AFTER_MS * 0.8 ? LONG_AFTER_MS : AFTER_MS;
        Axes axes = new Axes(400, 170, -BEFORE_MS, after);
        double binMs = (after + BEFORE_MS) / BINS;
        List<Map<String, Long>> bins = java.util.stream.Stream.<Map<String, Long>>generate(TreeMap::new)
                .limit(BINS)
                .toList();
        double fromMs = event.injectMs() - BEFORE_MS;
        Window window = Window.ofMillis(fromMs, event.injectMs() + after);
        facts.run().recording().forEach(window, expectation::concerns, request -> {
            int bin = (int) Math.min(BINS - 1, (request.sentMicros() / 1000.0 - fromMs) / binMs);
            bins.get(bin).merge(server(request), 1L, Long::sum);
        });
        StringBuilder svg = new StringBuilder(axes.open("share of the traffic around " + event.name()));
        for (double share : new double[]{0, 0.5, 1}) {
            svg.append(axes.level(share, Words.format("%.0f %%", share * 100)));
        }
        for (int bin = 0; bin < BINS; bin++) {
            column(svg, axes, -BEFORE_MS + bin * binMs, binMs, bins.get(bin), idcs);
        }
        svg.append(Words.format("<line class=\"zero\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n", axes.x(0),
                axes.x(0), Axes.TOP - 6, axes.bottom()));
        return svg.append(axes.time(after > AFTER_MS ? 2000 : 500)).append("</svg>").toString();
    }

    private static void column(StringBuilder svg, Axes axes, double atMs, double binMs, Map<String, Long> counts,
            List<String> idcs) {
        double total = counts.values().stream().mapToLong(Long::longValue).sum();
        double base = 0;
        for (int i = 0; i <= idcs.size() && total > 0; i++) {
            String style = i < idcs.size() ? "i" + i % 4 : "bad";
            double share = counts.getOrDefault(i < idcs.size() ? idcs.get(i) : "", 0L) / total;
            if (share > 0) {
                double x = axes.x(atMs);
                svg.append(Words.format(
                        "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/>%n", style, x,
                        axes.y(base + share), axes.x(atMs + binMs) - x + 0.2, axes.y(base) - axes.y(base + share)));
            }
            base += share;
        }
    }

    /** Returns the IDC that answered, empty for a failure. */
    private static String server(Request request) {
        String servedBy = request.servedBy();
        return request.ok() && servedBy != null ? servedBy : "";
    }
}
