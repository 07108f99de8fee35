package io.spillway.drill.verdict;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A difference between two groups with its interval of 95 % confidence.
 *
 * @param value
 *            first less second
 * @param low
 *            lower end
 * @param high
 *            upper end
 */
public record Difference(double value, double low, double high) {

    private static final double Z = 1.959964;
    private static final int RESAMPLES = 2000;
    private static final double RANK = 0.99;
    private static final double LEFT_OUT = 0.025;
    private static final double MICROS = 1000;

    /** Returns whether the interval says that there is a difference. */
    public boolean clear() {
        return low > 0 || high < 0;
    }

    /**
     * Returns the difference of two shares by Newcombe's hybrid score method without continuity correction: from the Wilson
     * intervals (l1, u1) and (l2, u2) of both shares p1 and p2, with d = p1 - p2, the interval is
     * {@code d - sqrt((p1-l1)^2 + (u2-p2)^2)} to {@code d + sqrt((u1-p1)^2 + (p2-l2)^2)}. R. G. Newcombe, Interval estimation for
     * the difference between independent proportions: comparison of eleven methods, Statistics in Medicine 17 (1998) 873-890,
     * method 10. It holds for shares of 0 and 1 as well. A group of nobody has the share 0 of which nothing is known.
     */
    public static Difference ofShares(long some1, long all1, long some2, long all2) {
        double p1 = all1 == 0 ? 0 : (double) some1 / all1;
        double p2 = all2 == 0 ? 0 : (double) some2 / all2;
        double[] wilson1 = wilson(p1, all1);
        double[] wilson2 = wilson(p2, all2);
        double d = p1 - p2;
        return new Difference(d, d - Math.hypot(p1 - wilson1[0], wilson2[1] - p2),
                d + Math.hypot(wilson1[1] - p1, p2 - wilson2[0]));
    }

    /** Wilson's score interval: E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209-212. */
    private static double[] wilson(double p, long n) {
        if (n == 0) {
            return new double[]{0, 1};
        }
        double z2 = Z * Z;
        double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z / (1 + z2 / n) * Math.sqrt(p * (1 - p) / n + z2 / (4.0 * n * n));
        return new double[]{Math.max(0, middle - half), Math.min(1, middle + half)};
    }

    /**
     * Returns the difference of the 99th percentiles of two sorted samples of microseconds, in milliseconds, with a bootstrap
     * percentile interval (B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13) of 2,000 resamples.
     * They are not drawn whole: the k-th smallest of n values drawn with replacement from a sorted sample is its element
     * {@code ceil(n U)}, where U is the k-th smallest of n uniform numbers and so has the distribution Beta(k, n - k + 1). Nothing
     * is known of a group of nobody: the interval has no ends then.
     */
    public static Difference ofP99(long[] sorted1, long[] sorted2, RandomGenerator random) {
        if (sorted1.length == 0 || sorted2.length == 0) {
            return new Difference(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double[] differences = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            differences[i] = (resampled(sorted1, random) - resampled(sorted2, random)) / MICROS;
        }
        Arrays.sort(differences);
        double value = (sorted1[rank(sorted1.length) - 1] - sorted2[rank(sorted2.length) - 1]) / MICROS;
        return new Difference(value, differences[(int) (LEFT_OUT * RESAMPLES)],
                differences[(int) ((1 - LEFT_OUT) * RESAMPLES) - 1]);
    }

    private static int rank(int size) {
        return Math.max(1, (int) Math.ceil(RANK * size));
    }

    private static double resampled(long[] sorted, RandomGenerator random) {
        int k = rank(sorted.length);
        double a = gamma(k, random);
        double b = gamma(sorted.length - k + 1.0, random);
        int index = (int) Math.ceil(sorted.length * (a / (a + b)));
        return sorted[Math.clamp(index, 1, sorted.length) - 1];
    }

    /**
     * A gamma variate of a shape of at least 1: G. Marsaglia, W. W. Tsang, A simple method for generating gamma variables, ACM
     * Transactions on Mathematical Software 26 (2000) 363-372.
     */
    private static double gamma(double shape, RandomGenerator random) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
