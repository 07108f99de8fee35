package io.spillway.wire.document;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Durations;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSchedule;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.DrillStatus;
import io.spillway.model.resource.DrillTarget;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.wire.record.Records;
import io.spillway.wire.record.StoredResource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the control plane reads of a Drill, and what it keeps of its runs. */
class DrillFieldsTest {

    private static final String DRILL = "apiVersion: spillway.io/v1\nkind: Drill\nmetadata: {name: d}\nspec:\n";
    private static final List<DrillState> OVER = List.of(DrillState.PASS, DrillState.FAIL, DrillState.VOID,
            DrillState.ABORTED, DrillState.MISSED);
    private final Random random = new Random(11);

    private static DrillSpec read(String spec) {
        return (DrillSpec) ((Decoded.Valid<List<Resource>>) ResourceDocuments.parse(DRILL + spec)).value().getFirst()
                .spec();
    }

    private static List<String> messages(String spec) {
        return ((Decoded.Invalid<List<Resource>>) ResourceDocuments.parse(DRILL + spec)).violations().stream()
                .map(Violation::message).toList();
    }

    @Test
    void aScheduleIsReadWithItsDefaults() {
        assertThat(read("  {topology: two-idcs, schedule: {cron: '0 3 * * 2'}}").schedule()).isEqualTo(
                new DrillSchedule("0 3 * * 2", ZoneOffset.UTC, List.of(), List.of(), true, Duration.ofMinutes(10),
                        null));
        DrillSpec whole = read("""
                  target: {scope: {drGroup: core}, share: 25}
                  schedule:
                    cron: 0 3 * * 2
                    zone: Europe/Berlin
                    windows: [{days: [tue, wed], from: 02:00, until: 05:30}, {from: 22:00, until: 00:00}]
                    blocked: [2026-12-24, 2026-12-31/2027-01-02]
                    enabled: false
                    grace: 1h
                    maxAge: 8d
                  steps: [{anything: else}]
                """);
        assertThat(whole.target()).isEqualTo(new DrillTarget(new ShiftScope.DrGroupScope("core"), 25));
        assertThat(whole.schedule()).isEqualTo(new DrillSchedule("0 3 * * 2", ZoneId.of("Europe/Berlin"),
                List.of(new DrillSchedule.Window(Set.of(DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY), LocalTime.of(2, 0),
                        LocalTime.of(5, 30)),
                        new DrillSchedule.Window(Set.of(), LocalTime.of(22, 0), LocalTime.MAX)),
                List.of(new DrillSchedule.Dates(LocalDate.of(2026, 12, 24), LocalDate.of(2026, 12, 24)),
                        new DrillSchedule.Dates(LocalDate.of(2026, 12, 31), LocalDate.of(2027, 1, 2))),
                false, Duration.ofHours(1), Duration.ofDays(8)));
    }

    @Test
    void everythingThatIsWrongIsNamedWithItsPlace() {
        assertThat(messages("""
                  target: {scope: {drGroup: core, idc: idc-a}, share: 0, server: x}
                  schedule:
                    zone: Mars/Olympus
                    windows: [{days: [tuesday], from: 25:00, until: 03:00}, {from: 05:00, until: 03:00, colour: red}]
                    blocked: [2026-12-32, 2027-01-02/2026-12-24]
                    enabled: 1
                    grace: 1s
                    every: day
                """)).extracting(message -> message.substring(0, message.indexOf(':')))
                .containsExactlyInAnyOrder("/spec/target/scope", "/spec/target/share", "/spec/target/server",
                        "/spec/schedule/cron", "/spec/schedule/zone", "/spec/schedule/windows/0/days/0",
                        "/spec/schedule/windows/0/from", "/spec/schedule/windows/1/until",
                        "/spec/schedule/windows/1/colour", "/spec/schedule/blocked/0", "/spec/schedule/blocked/1",
                        "/spec/schedule/enabled", "/spec/schedule/grace", "/spec/schedule/every");
        assertThat(messages("  {topology: a, target: {scope: {idc: idc-a}}}")).singleElement()
                .isEqualTo("/spec/topology: \"a\" (expected: either a topology, for a fleet of its own, or a target)");
        assertThat(messages("  {schedule: {cron: '0 3 * * 2'}}")).singleElement().asString()
                .startsWith("/spec/schedule: ");
    }

    @Test
    void whatIsWrittenIsReadBackAsTheSameWhateverItIs() {
        for (int i = 0; i < 500; i++) {
            DrillSchedule schedule = schedule();
            DrillSpec drill = (DrillSpec) ((Decoded.Valid<Resource>) ResourceDocuments
                    .read(document(schedule))).value().spec();
            assertThat(drill.schedule()).isEqualTo(schedule);
            Resource known = Resource.of("d", drill.with(status())).withRevision(7);
            assertThat(Records.decode(Records.encode(new StoredResource(known, "ann", 5)), 7))
                    .isEqualTo(new Decoded.Valid<>(new StoredResource(known, "ann", 5)));
            Resource given = ((Decoded.Valid<Resource>) ResourceDocuments.read(ResourceDocuments.write(known))).value();
            assertThat(given).as("a status that somebody writes is not his to write")
                    .isEqualTo(known.withSpec(drill));
        }
    }

    private static Tree document(DrillSchedule schedule) {
        Fields fields = new Fields().text("cron", schedule.cron()).text("zone", schedule.zone().getId())
                .items("windows", schedule.windows(), DrillFieldsTest::window)
                .items("blocked", schedule.blocked(), dates -> Tree.text(dates.toString()))
                .bool("enabled", schedule.enabled()).duration("grace", schedule.grace())
                .duration("maxAge", schedule.maxAge());
        Map<String, Tree> document = new LinkedHashMap<>();
        document.put("apiVersion", Tree.text("spillway.io/v1"));
        document.put("kind", Tree.text("Drill"));
        document.put("metadata", new Fields().text("name", "d").tree());
        document.put("spec", new Fields().text("topology", "two-idcs").put("schedule", fields.tree()).tree());
        return Tree.mapping(document);
    }

    private static Tree window(DrillSchedule.Window window) {
        return new Fields().items("days", window.days(), day -> Tree.text(day.name().substring(0, 3).toLowerCase(
                java.util.Locale.ROOT))).text("from", window.from().toString()).text("until", window.until().toString())
                .tree();
    }

    private DrillSchedule schedule() {
        List<DrillSchedule.Window> windows = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            int from = random.nextInt(23 * 60);
            windows.add(new DrillSchedule.Window(
                    random.nextBoolean() ? Set.of() : Set.of(DayOfWeek.of(1 + random.nextInt(7))),
                    LocalTime.ofSecondOfDay(from * 60L),
                    LocalTime.ofSecondOfDay((from + 1L + random.nextInt(24 * 60 - 1 - from)) * 60)));
        }
        LocalDate first = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(1000));
        return new DrillSchedule(random.nextInt(60) + " 3 * * *",
                ZoneId.of(random.nextBoolean() ? "UTC" : "Asia/Tokyo"),
                windows, List.of(new DrillSchedule.Dates(first, first.plusDays(random.nextInt(3)))),
                random.nextBoolean(),
                Duration.ofSeconds(30 + random.nextInt(9999)),
                random.nextBoolean() ? null : Durations.parse(1 + random.nextInt(30) + "d"));
    }

    private DrillStatus status() {
        List<DrillRunRecord> runs = new ArrayList<>();
        for (int i = random.nextInt(DrillStatus.MOST_RUNS + 3); i > 0; i--) {
            Instant due = Instant.ofEpochSecond(1_790_000_000L + random.nextInt(1_000_000));
            DrillRunRecord run = DrillRunRecord.due("r" + i, "schedule", due, Duration.ofMinutes(10));
            runs.add(random.nextBoolean()
                    ? run.aborting("ann: enough")
                    : run.taken("agent-1", due).over(OVER.get(random.nextInt(OVER.size())), due.plusSeconds(9),
                            List.of("a: b", "c"), random.nextBoolean() ? null : "/reports/" + i));
        }
        return new DrillStatus(Instant.ofEpochSecond(random.nextInt(2_000_000_000)),
                random.nextBoolean() ? null : Instant.ofEpochSecond(random.nextInt(2_000_000_000)), runs);
    }
}
