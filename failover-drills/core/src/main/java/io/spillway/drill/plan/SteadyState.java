package io.spillway.drill.plan;

import java.time.Duration;

/**
 * What must be so before anything is broken.
 *
 * @param expectation
 *            where traffic is
 * @param percent
 *            of the requests of the last {@code hold}
 * @param hold
 *            for how long it must be so
 * @param within
 *            the drill is aborted when it takes longer
 */
public record SteadyState(Expectation expectation, double percent, Duration hold, Duration within) {

    /** Returns the same as a step that can be played. */
    public Step.Await asStep() {
        return new Step.Await(expectation, percent, hold, within);
    }
}
