package io.spillway.drill.plan;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What must be so before anything is broken.
 *
 * @param expectation
 *            where traffic is
 * @param percent
 *            of the requests of the last {@code hold}
 * @param p99
 *            99 % of those requests took no longer, null when their latency does not matter
 * @param hold
 *            for how long it must be so
 * @param within
 *            the drill is aborted when it takes longer
 */
public record SteadyState(Expectation expectation, double percent, @Nullable Duration p99, Duration hold,
        Duration within) {

    /** Returns the same as a step that can be played. */
    public Step.Await asStep() {
        return new Step.Await(expectation, percent, p99, hold, within);
    }
}
