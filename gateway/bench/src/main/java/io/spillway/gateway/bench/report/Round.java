package io.spillway.gateway.bench.report;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What one round of one system measured, and what disturbed it.
 *
 * @param figures by name
 * @param disturbance what makes the figures worthless, or null
 */
public record Round(Map<String, Double> figures, @Nullable String disturbance) {
    /** More than this of the machine in other hands makes a figure worthless. */
    private static final double MOST_OTHERS = 5;
    /** More than this for the compilers: the figure is that of a system that is still warming up. */
    private static final double MOST_COMPILING = 2;

    /**
     * Returns a round that is judged by what a proxy's figures bear.
     *
     * @param otherPercent share of all processors' time that processes outside the bench used, 0..100
     * @param compilingPercent share of the system's CPU time that its JIT compilers used, 0..100; 0 for a native one
     */
    public static Round of(Map<String, Double> figures, double otherPercent, double compilingPercent) {
        String others = others(otherPercent, MOST_OTHERS);
        return new Round(figures, others == null && compilingPercent > MOST_COMPILING
                ? String.format(Locale.ROOT,
                        "not warm: its compilers used %.0f %% of its CPU time (at most %.0f %% may be)",
                        compilingPercent, MOST_COMPILING)
                : others);
    }

    /** Returns the words for a machine that was in other hands for more than a share, or null. */
    public static @Nullable String others(double otherPercent, double mostPercent) {
        return otherPercent > mostPercent
                ? String.format(Locale.ROOT, "others used %.0f %% of the processors (at most %.0f %% may be)",
                        otherPercent, mostPercent)
                : null;
    }
}
