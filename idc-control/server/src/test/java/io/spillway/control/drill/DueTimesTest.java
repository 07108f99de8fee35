package io.spillway.control.drill;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.DrillSchedule;
import io.spillway.model.resource.DrillSchedule.Dates;
import io.spillway.model.resource.DrillSchedule.Window;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillStatus;
import io.spillway.model.resource.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** When drills are due. */
class DueTimesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static DrillSchedule schedule(String cron, List<Window> windows, List<Dates> blocked) {
        return new DrillSchedule(cron, BERLIN, windows, blocked, true, DrillSchedule.GRACE, null);
    }

    private static Dates dates(String first, String last) {
        return new Dates(LocalDate.parse(first), LocalDate.parse(last));
    }

    @ParameterizedTest
    @CsvSource({"0 3 * * 2,2026-11-27T12:00:00Z,2026-12-01T02:00:00Z",
            "0 3 * * 2,2026-12-01T02:00:00Z,2026-12-08T02:00:00Z",
            "*/15 * * * *,2026-11-27T12:01:00Z,2026-11-27T12:15:00Z",
            "0 0 29 2 *,2026-11-27T12:00:00Z,2028-02-28T23:00:00Z",
            // The night without that hour has no run; the one that has it twice.
            "30 2 * * *,2027-03-27T12:00:00Z,2027-03-29T00:30:00Z",
            "30 2 * * *,2026-10-24T12:00:00Z,2026-10-25T00:30:00Z",
            // Sunday is 0 and 7; a day of the month or of the week is enough; names and steps.
            "0 3 1 * 5,2026-11-28T00:00:00Z,2026-12-01T02:00:00Z",
            "0 3 1 * 5,2026-12-01T12:00:00Z,2026-12-04T02:00:00Z",
            "0 3 * feb mon-wed,2026-11-27T12:00:00Z,2027-02-01T02:00:00Z",
            "5/20 3 * * *,2026-11-27T02:06:00Z,2026-11-27T02:25:00Z",
            // The hour that comes twice comes once.
            "* 2 * * *,2026-10-25T00:59:00Z,2026-10-26T01:00:00Z",
            "0 3 * * 0,2026-11-27T12:00:00Z,2026-11-29T02:00:00Z",
            "0 3 * * 7,2026-11-27T12:00:00Z,2026-11-29T02:00:00Z"})
    void isDueAtTheNextTimeOfItsCronInItsZone(String cron, Instant after, Instant due) {
        assertThat(DueTimes.next(schedule(cron, List.of(), List.of()), after)).isEqualTo(due);
    }

    @Test
    void aListHasEachOfItsParts() {
        DrillSchedule schedule = schedule("0,10-12 3 * * *", List.of(), List.of());
        Instant at = Instant.parse("2026-11-27T01:00:00Z");
        List<String> due = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            at = Objects.requireNonNull(DueTimes.next(schedule, at));
            due.add(at.toString().substring(8, 16));
        }
        assertThat(due).containsExactly("27T02:00", "27T02:10", "27T02:11", "27T02:12", "28T02:00");
    }

    @Test
    void skipsBlockedDatesAndTimesOutsideOfItsWindows() {
        Window night = new Window(Set.of(DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY), LocalTime.of(2, 0),
                LocalTime.of(4, 0));
        DrillSchedule schedule = schedule("0 * * * *", List.of(night), List.of(dates("2026-12-01", "2026-12-02")));
        Instant now = Instant.parse("2026-11-27T12:00:00Z");
        assertThat(DueTimes.next(schedule, now)).isEqualTo("2026-12-08T01:00:00Z");
        assertThat(DueTimes.forbids(schedule, Instant.parse("2026-12-01T01:00:00Z")))
                .isEqualTo("blocked date: 2026-12-01/2026-12-02");
        assertThat(DueTimes.forbids(schedule, Instant.parse("2026-12-08T03:00:00Z")))
                .as("the end of a window is not in it").startsWith("outside of its windows: 04:00 TUESDAY");
        assertThat(DueTimes.forbids(schedule, Instant.parse("2026-12-08T02:59:59Z"))).isNull();
    }

    @Test
    void isNeverDueWhenNothingIsLeftOfIt() {
        Window noon = new Window(Set.of(), LocalTime.of(12, 0), LocalTime.of(13, 0));
        Instant now = Instant.parse("2026-11-27T12:00:00Z");
        assertThat(DueTimes.next(schedule("0 3 * * *", List.of(noon), List.of()), now)).isNull();
        assertThat(DueTimes.next(schedule("0 0 30 2 *", List.of(), List.of()), now)).as("30 February").isNull();
        assertThat(DueTimes.next(new DrillSchedule("0 3 * * *", BERLIN, List.of(), List.of(), false,
                Duration.ofMinutes(1), null), now)).as("not enabled").isNull();
    }

    @Test
    void whatIsDueIsLaterAndNeverForbiddenWhateverTheSchedule() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            LocalTime from = LocalTime.of(random.nextInt(23), random.nextInt(60));
            Window window = new Window(random.nextBoolean() ? Set.of() : Set.of(DayOfWeek.of(1 + random.nextInt(7))),
                    from, from.plusMinutes(1 + random.nextInt(24 * 60 - 1 - from.toSecondOfDay() / 60)));
            LocalDate first = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(400));
            DrillSchedule schedule = schedule(
                    random.nextInt(60) + " " + (random.nextBoolean() ? "*" : "*/3") + " * * *",
                    random.nextBoolean() ? List.of() : List.of(window),
                    List.of(new Dates(first, first.plusDays(random.nextInt(40)))));
            Instant after = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(400 * 86_400));
            Instant due = DueTimes.next(schedule, after);
            if (due != null) {
                assertThat(due).as(schedule.toString()).isAfter(after);
                assertThat(DueTimes.forbids(schedule, due)).as(schedule.toString()).isNull();
            }
        }
    }

    @Test
    void aCronThatIsNoneIsNamedWithItsPlace() {
        List<Resource> written = List.of(drill("0 3 * * 2"), drill("every night"), drill("61 3 * * *"),
                drill("0 3 * *"),
                drill("0 0 3 * * ?"), drill("5-3 * * * *"), drill("*/0 * * * *"), drill("0 3 * * 8"));
        assertThat(DueTimes.violations(written)).extracting(Violation::pointer).containsExactly(
                "/1/spec/schedule/cron", "/2/spec/schedule/cron", "/3/spec/schedule/cron", "/4/spec/schedule/cron",
                "/5/spec/schedule/cron", "/6/spec/schedule/cron", "/7/spec/schedule/cron");
        assertThat(DueTimes.violations(List.of(drill("61 3 * * *"))).getFirst().message())
                .startsWith("/spec/schedule/cron: \"61 3 * * *\" (expected: five fields: minute, hour")
                .contains("minute \"61\" is not of 0..59");
    }

    private static Resource drill(String cron) {
        return Resource.of("d", new DrillSpec(Tree.text(""), schedule(cron, List.of(), List.of()), null,
                DrillStatus.NONE));
    }
}
