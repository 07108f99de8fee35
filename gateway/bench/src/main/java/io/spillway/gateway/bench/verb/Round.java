package io.spillway.gateway.bench.verb;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What one round of one system measured, and what disturbed it.
 *
 * @param figures by name
 * @param otherPercent share of all processors' time that processes outside the bench used, 0..100
 * @param compilingPercent share of the system's CPU time that its JIT compilers used, 0..100; 0 for a native one
 */
record Round(Map<String, Double> figures, double otherPercent, double compilingPercent) {
    /** More than this of the machine in other hands makes a figure worthless. */
    static final double MOST_OTHERS = 5;
    /** More than this for the compilers: the figure is that of a system that is still warming up. */
    static final double MOST_COMPILING = 2;

    /** Returns what makes the figures worthless, or null. */
    @Nullable
    String disturbance() {
        if (otherPercent > MOST_OTHERS) {
            return String.format(Locale.ROOT, "others used %.0f %% of the processors (at most %.0f %% may be)",
                    otherPercent, MOST_OTHERS);
        }
        if (compilingPercent > MOST_COMPILING) {
            return String.format(Locale.ROOT,
                    "not warm: its compilers used %.0f %% of its CPU time (at most %.0f %% may be)",
                    compilingPercent, MOST_COMPILING);
        }
        return null;
    }
}
