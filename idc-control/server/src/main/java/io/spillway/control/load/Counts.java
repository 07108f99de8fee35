package io.spillway.control.load;

/**
 * Requests of some time, with fractions where they are spread over another time than they were counted in.
 *
 * @param inFlight at the end of the time
 */
record Counts(double issued, double successes, double errors, long inFlight) {

    static final Counts NONE = new Counts(0, 0, 0, 0);

    /** Returns both; of two that follow on each other, so in flight is what {@code later} says. */
    Counts then(Counts later) {
        return new Counts(issued + later.issued, successes + later.successes, errors + later.errors, later.inFlight);
    }

    /** Returns both; of two places, so what is in flight adds up. */
    Counts and(Counts other) {
        return new Counts(issued + other.issued, successes + other.successes, errors + other.errors,
                inFlight + other.inFlight);
    }

    /** Returns the counts divided; what is in flight stays. */
    Counts per(double seconds) {
        return new Counts(issued / seconds, successes / seconds, errors / seconds, inFlight);
    }
}
