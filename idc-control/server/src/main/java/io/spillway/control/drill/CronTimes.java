package io.spillway.control.drill;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import org.jspecify.annotations.Nullable;

/** The times that five fields of a crontab name. Immutable. */
final class CronTimes {

    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private final ExecutionTime times;

    private CronTimes(ExecutionTime times) {
        this.times = times;
    }

    /** Returns what is wrong with a text; null for nothing. */
    static @Nullable String wrong(String cron) {
        try {
            PARSER.parse(cron).validate();
            return null;
        } catch (IllegalArgumentException none) {
            return String.valueOf(none.getMessage());
        }
    }

    /** Returns the times of a text; throws IllegalArgumentException when it is {@link #wrong}. */
    static CronTimes of(String cron) {
        return new CronTimes(ExecutionTime.forCron(PARSER.parse(cron).validate()));
    }

    /** Returns the first time after that one; null when there is none. */
    @Nullable
    Instant next(ZoneId zone, Instant after) {
        return times.nextExecution(ZonedDateTime.ofInstant(after, zone)).map(ZonedDateTime::toInstant).orElse(null);
    }
}
