package io.spillway.drill.bench.option;

import io.spillway.gateway.bench.process.BenchFailure;

/** Checks numbers of the command line. */
public final class Within {
    private Within() {}

    /**
     * Checks a number.
     *
     * @param name the option
     * @throws BenchFailure with the option, its value and what was expected
     */
    public static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new BenchFailure(name + " " + value + " (expected: " + least + ".." + most + ")");
        }
    }
}
