package io.spillway.wire.document;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.Durations;
import io.spillway.model.document.ScalarType;
import io.spillway.model.resource.DrillSchedule;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillStatus;
import io.spillway.model.resource.DrillTarget;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.ShiftScope;
import org.jspecify.annotations.Nullable;

/** What the control plane reads of a Drill: when it is played, and what of the installation it is about. */
final class DrillFields {

    private static final Duration LONGEST_GRACE = Duration.ofHours(12);
    private static final Duration SHORTEST_GRACE = Duration.ofSeconds(30);
    private static final ScalarType<ZoneId> ZONE = ScalarType.text("time zone as in UTC or Europe/Berlin",
            ZoneOffset.UTC, DrillFields::zone);
    private static final ScalarType<LocalTime> TIME = ScalarType.text("time of day as in 02:30", LocalTime.MIN,
            DrillFields::time);
    private static final ScalarType<DrillSchedule.Dates> DATES = ScalarType.text(
            "date as in 2026-12-24, or two with the later one last as in 2026-12-24/2027-01-02",
            new DrillSchedule.Dates(LocalDate.EPOCH, LocalDate.EPOCH), DrillFields::dates);
    private static final ScalarType<DayOfWeek> DAY = ScalarType.choice(days());

    private DrillFields() {}

    static DrillSpec read(Decoder spec) {
        spec.keys();
        DrillSchedule schedule = spec.optionalChild("schedule", DrillFields::schedule);
        DrillTarget target = spec.optionalChild("target", DrillFields::target);
        boolean fleet = spec.has("topology");
        if (target != null && fleet) {
            spec.violation("topology", "either a topology, for a fleet of its own, or a target");
        }
        if (schedule != null && target == null && !fleet) {
            spec.violation("schedule", "beside it a topology, for a fleet of its own, or a target");
        }
        return new DrillSpec(spec.tree(), schedule, target, DrillStatus.NONE);
    }

    private static DrillSchedule schedule(Decoder schedule) {
        Duration grace = schedule.optional("grace", ScalarType.DURATION, DrillSchedule.GRACE);
        if (grace.compareTo(SHORTEST_GRACE) < 0 || grace.compareTo(LONGEST_GRACE) > 0) {
            schedule.violation("grace",
                    Durations.format(SHORTEST_GRACE) + " to " + Durations.format(LONGEST_GRACE));
        }
        return new DrillSchedule(schedule.required("cron", ScalarType.SOME_TEXT),
                schedule.optional("zone", ZONE, ZoneOffset.UTC), schedule.children("windows", DrillFields::window),
                schedule.list("blocked", DATES), schedule.optional("enabled", ScalarType.BOOL, true), grace,
                schedule.optional("maxAge", ScalarType.DURATION));
    }

    private static DrillSchedule.Window window(Decoder window) {
        List<DayOfWeek> days = window.list("days", DAY);
        LocalTime from = window.required("from", TIME);
        LocalTime until = window.required("until", TIME);
        // 00:00 at the end is the end of the day.
        LocalTime end = until.equals(LocalTime.MIN) ? LocalTime.MAX : until;
        if (!from.isBefore(end)) {
            window.violation("until", "a time of the same day after from; 00:00 for the end of the day");
        }
        return new DrillSchedule.Window(days.isEmpty() ? Set.of() : EnumSet.copyOf(days), from, end);
    }

    private static DrillTarget target(Decoder target) {
        return new DrillTarget(target.child("scope", DrillFields::scope),
                target.optional("share", ScalarType.integer(1, 100), 100));
    }

    private static ShiftScope scope(Decoder scope) {
        List<ShiftScope> found = new ArrayList<>();
        add(found, scope.optional("drGroup", Names.TYPE), "drgroup/");
        add(found, scope.optional("service", Names.TYPE), "service/");
        add(found, scope.optional("idc", Names.TYPE), "idc/");
        if (found.size() != 1) {
            scope.violation("exactly one of drGroup, service, idc");
            return new ShiftScope.IdcScope("");
        }
        return found.getFirst();
    }

    private static void add(List<ShiftScope> found, @Nullable String name, String prefix) {
        ShiftScope scope = name == null ? null : ShiftScope.ofPath(prefix + name);
        if (scope != null) {
            found.add(scope);
        }
    }

    private static @Nullable ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException none) {
            return null;
        }
    }

    private static @Nullable LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException none) {
            return null;
        }
    }

    private static DrillSchedule.@Nullable Dates dates(String text) {
        try {
            int slash = text.indexOf('/');
            LocalDate first = LocalDate.parse(slash < 0 ? text : text.substring(0, slash));
            LocalDate last = slash < 0 ? first : LocalDate.parse(text.substring(slash + 1));
            return last.isBefore(first) ? null : new DrillSchedule.Dates(first, last);
        } catch (DateTimeException none) {
            return null;
        }
    }

    private static Map<String, DayOfWeek> days() {
        Map<String, DayOfWeek> days = new LinkedHashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            days.put(day.name().substring(0, 3).toLowerCase(Locale.ROOT), day);
        }
        return days;
    }
}
