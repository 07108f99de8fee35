package io.spillway.drill.report;

/**
 * A rectangle with scales: turns times and values into places of an SVG picture.
 *
 * @param width
 *            of the picture
 * @param height
 *            of the picture
 * @param fromMs
 *            time at the left edge
 * @param toMs
 *            time at the right edge
 */
record Axes(int width, int height, double fromMs, double toMs) {

    static final int LEFT = 54;
    static final int RIGHT = 10;
    static final int TOP = 24;
    static final int BOTTOM = 34;

    double x(double ms) {
        return LEFT + (ms - fromMs) / Math.max(1, toMs - fromMs) * (width - LEFT - RIGHT);
    }

    /** Returns the place of a share, 0 at the bottom and 1 at the top. */
    double y(double share) {
        return height - BOTTOM - Math.clamp(share, 0, 1) * (height - TOP - BOTTOM);
    }

    int bottom() {
        return height - BOTTOM;
    }

    String open(String label) {
        return Words.format("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n", width, height,
                JunitReport.escape(label));
    }

    /** Returns a horizontal line with its label. */
    String level(double share, String label) {
        return Words.format(
                "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                LEFT, width - RIGHT, y(share), y(share), LEFT - 6, y(share) + 4, label);
    }

    /** Returns the time axis, labelled in seconds every {@code stepMs}. */
    String time(double stepMs) {
        StringBuilder text = new StringBuilder();
        for (double ms = Math.ceil(fromMs / stepMs) * stepMs; ms <= toMs; ms += stepMs) {
            String label = stepMs < 1000 ? Words.format("%.1f s", ms / 1000) : Words.format("%.0f s", ms / 1000);
            text.append(Words.format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n", x(ms),
                    bottom() + 14, label));
        }
        return text.append(Words.format("<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>%n", LEFT,
                width - RIGHT, bottom(), bottom())).toString();
    }
}
