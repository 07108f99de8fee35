package io.spillway.model.resource;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * When a Drill is played.
 *
 * @param cron    five fields (minute, hour, day of the month, month, day of the week), as its author wrote them
 * @param zone    of the cron, the windows and the dates
 * @param windows when it may begin; none: at any time
 * @param blocked dates at which it does not begin
 * @param enabled false: it is only played when somebody asks
 * @param grace   how much later than due it may begin
 * @param maxAge  it is overdue when its last run is older; null for no bound
 */
public record DrillSchedule(String cron, ZoneId zone, List<Window> windows, List<Dates> blocked, boolean enabled,
        Duration grace, @Nullable Duration maxAge) {

    /** How much later than due a drill begins at most, unless its schedule says otherwise. */
    public static final Duration GRACE = Duration.ofMinutes(10);

    public DrillSchedule {
        windows = List.copyOf(windows);
        blocked = List.copyOf(blocked);
    }

    /**
     * A part of the day.
     *
     * @param days  none: all
     * @param from  included
     * @param until excluded; after {@code from}
     */
    public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime until) {

        public Window {
            days = Set.copyOf(days);
        }

        /** Returns whether that time of that day is in it. */
        public boolean has(DayOfWeek day, LocalTime time) {
            return (days.isEmpty() || days.contains(day)) && !time.isBefore(from) && time.isBefore(until);
        }
    }

    /** Dates from one to another, both included. */
    public record Dates(LocalDate first, LocalDate last) {

        /** Returns whether it has the date. */
        public boolean has(LocalDate date) {
            return !date.isBefore(first) && !date.isAfter(last);
        }

        /** As it is written: one date, or two with a slash between. */
        @Override
        public String toString() {
            return first.equals(last) ? first.toString() : first + "/" + last;
        }
    }
}
