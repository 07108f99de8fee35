package io.spillway.gateway.bench.report;

import java.util.Locale;

/**
 * How a figure grows with one size while all others stay.
 *
 * @param over what grows, as in {@code services}
 * @param metric the field
 * @param fixed what the straight line through all points says for none of them, in the field's own unit
 * @param perUnit how much one more adds by that line
 * @param slope of the straight line between the logarithms of both: 0 for no growth, 1 where twice as many cost twice as much
 * @param last the same between the two largest sizes alone
 * @param verdict what that means
 */
public record Trend(String over, String metric, double fixed, double perUnit, double slope, double last,
        Verdict verdict) {
    /** Ten times as many cost an eighth more at most: not to be told from a figure that varies from run to run. */
    private static final double FLAT_BELOW = 0.05;
    private static final double STEEPER_ABOVE = 1.15;

    /** How something grows. */
    public enum Verdict {
        /** The same at every size. */
        FLAT,
        /** A fixed part, and so much for each further one. */
        LINEAR,
        /** The larger it is, the more each further one costs. */
        STEEPER;

        /** Returns the word for it. */
        public String word() {
            return this == STEEPER ? "steeper than linear" : name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Returns the trend of figures at some sizes.
     *
     * @param sizes two or more, rising, positive
     * @param values positive, one for each size
     * @throws IllegalArgumentException when they are something else; says what
     */
    public static Trend of(String over, String metric, double[] sizes, double[] values) {
        check(sizes, values);
        double perUnit = slope(sizes, values);
        double fixed = mean(values) - perUnit * mean(sizes);
        double slope = slope(logarithms(sizes), logarithms(values));
        int most = sizes.length - 1;
        double last = Math.log(values[most] / values[most - 1]) / Math.log(sizes[most] / sizes[most - 1]);
        return new Trend(over, metric, fixed, perUnit, slope, last, verdict(slope, last));
    }

    private static Verdict verdict(double slope, double last) {
        if (slope < FLAT_BELOW) {
            return Verdict.FLAT;
        }
        return last > STEEPER_ABOVE ? Verdict.STEEPER : Verdict.LINEAR;
    }

    private static void check(double[] sizes, double[] values) {
        if (sizes.length < 2 || values.length != sizes.length) {
            throw new IllegalArgumentException(sizes.length + " sizes and " + values.length
                    + " values (expected: two or more, and as many of both)");
        }
        for (int i = 0; i < sizes.length; i++) {
            if (!(values[i] > 0) || !(sizes[i] > (i == 0 ? 0 : sizes[i - 1]))) {
                throw new IllegalArgumentException("size " + sizes[i] + ", value " + values[i]
                        + " (expected: both positive, sizes rising)");
            }
        }
    }

    /** Least squares. */
    private static double slope(double[] xs, double[] ys) {
        double x = mean(xs);
        double y = mean(ys);
        double both = 0;
        double squares = 0;
        for (int i = 0; i < xs.length; i++) {
            both += (xs[i] - x) * (ys[i] - y);
            squares += (xs[i] - x) * (xs[i] - x);
        }
        return both / squares;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double[] logarithms(double[] values) {
        double[] logarithms = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            logarithms[i] = Math.log(values[i]);
        }
        return logarithms;
    }
}
