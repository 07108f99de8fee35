package io.spillway.control.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What metrics want to know of Drills. Called by one thread, which must not be kept. */
public interface DrillObserver {

    /**
     * How a Drill stands.
     *
     * @param ended   when its last run that was played to an end was over; null when there was none
     * @param verdict of that run; empty when there was none
     * @param overdue whether it was not played as often as it is to be
     * @param waiting how long a run that is due waits for an agent; zero when none does
     */
    record DrillFigures(String drill, @Nullable Instant ended, String verdict, boolean overdue, Duration waiting) {}

    /** All Drills as they stand. */
    default void drills(List<DrillFigures> drills) {}
}
