package io.spillway.control.drill;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.BitSet;

import org.jspecify.annotations.Nullable;

/**
 * The times that five fields of a crontab name, as crontab(5) has it: lists, ranges, steps and names; where both the day of the
 * month and the day of the week are given, either of them is enough. A time that the zone's clock leaves out does not come; one
 * that it has twice comes once, the first time. Immutable.
 */
final class CronTimes {

    /** There is a 29 February in it. */
    private static final int MOST_DAYS = 5 * 366;
    private static final int FIELDS = 5;
    private static final int HOURS = 24;

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final boolean anyDay;
    private final boolean anyWeekday;

    private CronTimes(String cron) {
        String[] fields = cron.strip().split("\\s+");
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(fields.length + " fields");
        }
        this.minutes = CronField.MINUTE.read(fields[0]);
        this.hours = CronField.HOUR.read(fields[1]);
        this.days = CronField.DAY.read(fields[2]);
        this.months = CronField.MONTH.read(fields[3]);
        this.weekdays = CronField.WEEKDAY.read(fields[4]);
        this.anyDay = fields[2].startsWith("*");
        this.anyWeekday = fields[4].startsWith("*");
    }

    /** Returns what is wrong with a text; null for nothing. */
    static @Nullable String wrong(String cron) {
        try {
            CronTimes _ = new CronTimes(cron);
            return null;
        } catch (IllegalArgumentException none) {
            return String.valueOf(none.getMessage());
        }
    }

    /** Returns the times of a text; throws IllegalArgumentException when it is {@link #wrong}. */
    static CronTimes of(String cron) {
        return new CronTimes(cron);
    }

    /** Returns the first time after that one; null when there is none within five years. */
    @Nullable
    Instant next(ZoneId zone, Instant after) {
        LocalDate first = LocalDate.ofInstant(after, zone);
        for (int i = 0; i <= MOST_DAYS; i++) {
            LocalDate date = first.plusDays(i);
            if (has(date)) {
                Instant found = on(date, zone, after);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private boolean has(LocalDate date) {
        boolean day = days.get(date.getDayOfMonth());
        boolean weekday = weekdays.get(date.getDayOfWeek().getValue() % CronField.WEEK);
        boolean both = anyDay || anyWeekday;
        return months.get(date.getMonthValue()) && (both ? (day && weekday) : (day || weekday));
    }

    private @Nullable Instant on(LocalDate date, ZoneId zone, Instant after) {
        for (int hour = hours.nextSetBit(0); hour >= 0 && hour < HOURS; hour = hours.nextSetBit(hour + 1)) {
            for (int minute = minutes.nextSetBit(0); minute >= 0; minute = minutes.nextSetBit(minute + 1)) {
                LocalDateTime time = date.atTime(hour, minute);
                if (!zone.getRules().getValidOffsets(time).isEmpty()) {
                    Instant at = time.atZone(zone).toInstant();
                    if (at.isAfter(after)) {
                        return at;
                    }
                }
            }
        }
        return null;
    }
}
