package io.spillway.drill.report;

import java.util.List;

import io.spillway.drill.verdict.LoadCurve;
import io.spillway.drill.verdict.LoadCurve.Point;

/** Latency over load, a line for all requests and one for each IDC's answers, with their knees. */
final class LoadChart {

    private static final int WIDTH = 1130;
    private static final int HEIGHT = 240;
    private static final int MARKS = 8;
    private static final int COLOURS = 4;

    private LoadChart() {}

    /** Returns the picture of curves of which there is at least one. */
    static String of(List<LoadCurve> curves) {
        double least = Double.MAX_VALUE;
        double most = 0;
        double slowest = 1;
        for (LoadCurve curve : curves) {
            for (Point point : curve.points()) {
                least = Math.min(least, point.rps());
                most = Math.max(most, point.rps());
                slowest = Math.max(slowest, point.p99Ms());
            }
        }
        Axes axes = new Axes(WIDTH, HEIGHT, least, most);
        StringBuilder svg = new StringBuilder(axes.open("p99 over load"));
        for (double share : new double[]{0, 0.25, 0.5, 0.75, 1}) {
            svg.append(axes.level(share, Words.ms(share * slowest)));
        }
        for (int i = 0; i <= MARKS; i++) {
            double rps = least + (most - least) * i / MARKS;
            svg.append(Words.format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f/s</text>%n", axes.x(rps),
                    axes.bottom() + 14, rps));
        }
        for (int i = 0; i < curves.size(); i++) {
            line(svg, axes, curves.get(i), i % COLOURS, slowest);
        }
        return svg.append("</svg>").toString();
    }

    private static void line(StringBuilder svg, Axes axes, LoadCurve curve, int colour, double slowest) {
        StringBuilder points = new StringBuilder();
        for (Point point : curve.points()) {
            points.append(Words.format("%.1f,%.1f ", axes.x(point.rps()), axes.y(point.p99Ms() / slowest)));
        }
        svg.append(Words.format("<polyline class=\"c%d\" points=\"%s\"/>%n", colour, points));
        Point knee = curve.knee();
        if (knee != null) {
            svg.append(
                    Words.format("<circle class=\"i%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"6\"><title>%s</title></circle>%n",
                            colour, axes.x(knee.rps()), axes.y(knee.p99Ms() / slowest),
                            JunitReport.escape(name(curve) + ": knee at " + Words.format("%.0f/s", knee.rps()))));
        }
    }

    private static String name(LoadCurve curve) {
        return curve.idc().isEmpty() ? "all requests" : curve.idc();
    }

    /** Returns which colour is whose. */
    static String keys(List<LoadCurve> curves) {
        StringBuilder html = new StringBuilder("<div class=\"keys\">");
        for (int i = 0; i < curves.size(); i++) {
            html.append("<span><i style=\"background:var(--i").append(i % COLOURS).append(")\"></i>")
                    .append(JunitReport.escape(name(curves.get(i)))).append("</span>");
        }
        return html.append("</div>").toString();
    }
}
