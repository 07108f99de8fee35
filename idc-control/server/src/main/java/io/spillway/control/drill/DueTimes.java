package io.spillway.control.drill;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.spillway.model.document.Violation;
import io.spillway.model.resource.DrillSchedule;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.Resource;
import org.jspecify.annotations.Nullable;

/** When Drills are due by their schedules. Pure. */
public final class DueTimes {

    /** A schedule whose first time is farther away is never due. */
    private static final Duration HORIZON = Duration.ofDays(5 * 366);
    private static final int WEEK = 7;

    private DueTimes() {}

    /** Returns what is wrong with the crons of Drills that are written. */
    public static List<Violation> violations(List<Resource> written) {
        List<Violation> found = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            DrillSchedule schedule = written.get(i).spec() instanceof DrillSpec drill ? drill.schedule() : null;
            String wrong = schedule == null ? null : CronTimes.wrong(schedule.cron());
            if (schedule != null && wrong != null) {
                found.add(new Violation((written.size() == 1 ? "" : "/" + i) + "/spec/schedule/cron",
                        "\"" + schedule.cron() + "\"",
                        "five fields: minute, hour, day of the month, month, day of the week (" + wrong + ")", null));
            }
        }
        return found;
    }

    /** Returns the first time after that one at which a schedule is due and nothing of it forbids to begin; null: never. */
    static @Nullable Instant next(DrillSchedule schedule, Instant after) {
        if (!schedule.enabled() || CronTimes.wrong(schedule.cron()) != null) {
            return null;
        }
        CronTimes cron = CronTimes.of(schedule.cron());
        Instant latest = after.plus(HORIZON);
        Instant at = cron.next(schedule.zone(), after);
        while (at != null && at.isBefore(latest) && forbids(schedule, at) != null) {
            at = cron.next(schedule.zone(), allowedAgain(schedule, at).minusSeconds(1));
        }
        return at != null && at.isBefore(latest) ? at : null;
    }

    /** Returns when what forbids to begin at a time ends, which is later: a cron is asked for few times only. */
    private static Instant allowedAgain(DrillSchedule schedule, Instant at) {
        DrillSchedule.Dates dates = blocked(schedule, at);
        if (dates != null) {
            return dates.last().plusDays(1).atStartOfDay(schedule.zone()).toInstant();
        }
        LocalDateTime local = LocalDateTime.ofInstant(at, schedule.zone());
        for (int days = 0; days <= WEEK; days++) {
            LocalDate date = local.toLocalDate().plusDays(days);
            Optional<LocalDateTime> begins = schedule.windows().stream()
                    .filter(window -> window.days().isEmpty() || window.days().contains(date.getDayOfWeek()))
                    .map(window -> date.atTime(window.from())).filter(local::isBefore).min(Comparator.naturalOrder());
            if (begins.isPresent()) {
                Instant then = begins.get().atZone(schedule.zone()).toInstant();
                return then.isAfter(at) ? then : at.plusSeconds(1);
            }
        }
        return at.plusSeconds(1);
    }

    /** Returns why a schedule does not let a run begin at a time; null when it does. */
    static @Nullable String forbids(DrillSchedule schedule, Instant at) {
        DrillSchedule.Dates dates = blocked(schedule, at);
        if (dates != null) {
            return "blocked date: " + dates;
        }
        ZonedDateTime local = at.atZone(schedule.zone());
        boolean inside = schedule.windows().isEmpty() || schedule.windows().stream()
                .anyMatch(window -> window.has(local.getDayOfWeek(), local.toLocalTime()));
        return inside ? null : "outside of its windows: " + local.toLocalTime() + " " + local.getDayOfWeek();
    }

    private static DrillSchedule.@Nullable Dates blocked(DrillSchedule schedule, Instant at) {
        LocalDate date = at.atZone(schedule.zone()).toLocalDate();
        return schedule.blocked().stream().filter(each -> each.has(date)).findFirst().orElse(null);
    }
}
