package io.spillway.drill.report;

import java.util.List;

/** The fleet's Ack curve: which share of the pushes was Acked how long after the registry's event. */
final class AckChart {

    private AckChart() {}

    /** Returns the curve of sorted times in milliseconds. */
    static String of(List<Double> acks, double deliveryRatio) {
        double most = Math.max(10, acks.isEmpty() ? 0 : acks.getLast() * 1.05);
        Axes axes = new Axes(1130, 220, 0, most);
        StringBuilder svg = new StringBuilder(axes.open("share of pushes Acked over time since the event"));
        for (double share : new double[]{0, 0.25, 0.5, 0.75, 1}) {
            svg.append(axes.level(share, Words.format("%.0f %%", share * 100)));
        }
        StringBuilder points = new StringBuilder(Words.format("%.1f,%.1f ", axes.x(0), axes.y(0)));
        double total = acks.size() / Math.max(1e-9, deliveryRatio);
        for (int i = 0; i < acks.size(); i++) {
            points.append(Words.format("%.1f,%.1f %.1f,%.1f ", axes.x(acks.get(i)), axes.y(i / total),
                    axes.x(acks.get(i)), axes.y((i + 1) / total)));
        }
        svg.append("<polyline class=\"ack\" points=\"").append(points).append("\"/>\n");
        for (int i = 0; i <= 10; i++) {
            svg.append(Words.format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f ms</text>%n",
                    axes.x(most * i / 10), axes.bottom() + 14, most * i / 10));
        }
        return svg
                .append(Words.format("<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/></svg>", Axes.LEFT,
                        1130 - Axes.RIGHT, axes.bottom(), axes.bottom()))
                .toString();
    }
}
