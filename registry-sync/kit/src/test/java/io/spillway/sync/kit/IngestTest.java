package io.spillway.sync.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.sync.ingest.Ingest;
import io.spillway.sync.ingest.IngestSettings;
import io.spillway.sync.ingest.Workloads.Change;
import io.spillway.sync.spi.Reading;
import io.spillway.sync.spi.Source;
import io.spillway.sync.spi.SourceSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of a source's entries while the control plane fails, refuses, or is used by others. */
class IngestTest {

    private static final Duration SLICE = Duration.ofMillis(250);

    private final SetClock clock = new SetClock();
    private final MemoryWorkloads control = new MemoryWorkloads();
    private final List<String> problems = new ArrayList<>();
    private Reading reading = new Reading.NoData("nothing yet");
    private final Ingest ingest = new Ingest(IngestSettings.of("vms"), new Scripted(), control,
            new Ingest.Surroundings(clock, clock, new Random(1), (_, name, _) -> problems.add(name)));

    private final class Scripted implements Source, SourceSession {

        @Override
        public String place() {
            return "a script";
        }

        @Override
        public SourceSession open(Surroundings surroundings) {
            return this;
        }

        @Override
        public Reading read() {
            return reading;
        }

        @Override
        public Duration pace() {
            return Duration.ofSeconds(1);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    void aControlPlaneThatIsAwayGetsEverythingWhenItIsBack() {
        control.away("refused");
        says(up("a", null), up("b", null));
        pass(Duration.ofMinutes(1));
        assertThat(ingest.view().api()).contains("refused");
        control.away("");
        pass(Duration.ofSeconds(6));
        assertThat(control.standing()).containsOnlyKeys("a", "b");
        assertThat(ingest.view().api()).isEmpty();
    }

    @Test
    void lostAnswersAreLookedForAndNotRepeated() {
        control.answersLost(true);
        says(up("a", null), up("b", null));
        pass(Duration.ofSeconds(30));
        control.answersLost(false);
        pass(Duration.ofSeconds(10));
        assertThat(control.written()).extracting(Change::name).containsExactlyInAnyOrder("a", "b");
        assertThat(problems).isEmpty();
        assertThat(ingest.view().counts().registered()).isEqualTo(2);
    }

    @Test
    void whatTheControlPlaneRefusesIsSetAsideAndTriedAgainLater() {
        control.refuse("a", "answered 400: /spec/cluster: \"new\" (expected: a Cluster that exists)");
        says(up("a", null), up("b", null));
        pass(Duration.ofSeconds(20));
        assertThat(control.standing()).containsOnlyKeys("b");
        assertThat(ingest.view().aside().get("a")).contains("a Cluster that exists");
        assertThat(problems).containsExactly("a");
        control.refuseNothing();
        pass(Duration.ofSeconds(40));
        assertThat(control.standing()).containsOnlyKeys("a", "b");
        assertThat(ingest.view().aside()).isEmpty();
    }

    @Test
    void whatSomebodyElseRegisteredIsNeverTouched() {
        control.registerAsOther(up("a", null));
        control.registerAsOther(up("theirs", null));
        says(up("a", null), up("b", null), up("c", null));
        pass(Duration.ofSeconds(20));
        assertThat(control.written()).extracting(Change::name).containsExactlyInAnyOrder("b", "c");
        assertThat(ingest.view().aside().get("a")).contains("not by source vms");
        says(up("c", null));
        pass(Duration.ofMinutes(5));
        assertThat(control.state("theirs")).isEqualTo(WorkloadState.UP);
        assertThat(control.state("a")).isEqualTo(WorkloadState.UP);
    }

    @Test
    void leasesAreRenewedThreeTimesInTheirTimeAndOnlyWhileTheSourceGivesData() {
        says(up("leased", Duration.ofSeconds(30)), up("plain", null));
        pass(Duration.ofSeconds(65));
        assertThat(control.renewed()).hasSize(6).containsOnly("leased");
        reading = new Reading.NoData("gone");
        pass(Duration.ofSeconds(65));
        assertThat(control.renewed()).hasSizeLessThanOrEqualTo(7);
    }

    @Test
    void anEntryThatDrainsByItsOwnWordIsNotCalledBackWhenItIsReleased() {
        says(up("a", null), up("b", null));
        pass(SLICE);
        says(drains("a"), up("b", null));
        pass(Duration.ofSeconds(5));
        assertThat(control.state("a")).isEqualTo(WorkloadState.DRAINING);
        control.release("a");
        pass(Duration.ofMinutes(3));
        assertThat(control.standing()).containsOnlyKeys("b");
    }

    @Test
    void whatDrainsAndIsNeverReleasedIsDeletedAtLast() {
        says(up("a", null), up("b", null), up("c", null));
        pass(SLICE);
        says(up("b", null), up("c", null));
        pass(Duration.ofMinutes(14));
        assertThat(control.state("a")).isEqualTo(WorkloadState.DRAINING);
        pass(Duration.ofMinutes(2));
        assertThat(control.standing()).containsOnlyKeys("b", "c");
    }

    @Test
    void nothingIsRemovedWhileSomethingCouldNotBeRead() {
        says(up("a", null), up("b", null), up("c", null));
        pass(SLICE);
        Reading.Snapshot whole = (Reading.Snapshot) says(up("b", null), up("c", null));
        reading = new Reading.Snapshot(whole.entries(), List.of(), false);
        pass(Duration.ofMinutes(5));
        assertThat(control.state("a")).isEqualTo(WorkloadState.UP);
        reading = whole;
        pass(Duration.ofSeconds(2));
        assertThat(control.state("a")).isEqualTo(WorkloadState.DRAINING);
    }

    /** Without a word the last of a service wait half a minute; what is missed after it waits again. */
    @Test
    void whatAnOperatorReleasesGoesAtOnceAndOnlyThat() {
        says(up("a", null), up("b", null), up("c", null), up("d", null));
        pass(SLICE);
        says(up("d", null));
        pass(Duration.ofSeconds(3));
        assertThat(ingest.view().held()).containsOnlyKeys("a", "b", "c");
        assertThat(control.state("a")).isEqualTo(WorkloadState.UP);
        ingest.release();
        pass(Duration.ofSeconds(1));
        assertThat(ingest.view().held()).isEmpty();
        for (String gone : List.of("a", "b", "c")) {
            assertThat(control.state(gone)).isEqualTo(WorkloadState.DRAINING);
        }
        says(up("e", null));
        pass(Duration.ofSeconds(3));
        assertThat(ingest.view().held()).containsOnlyKeys("d");
        assertThat(control.state("d")).isEqualTo(WorkloadState.UP);
    }

    /** The word comes twice, as it does when a control node is replaced; what is not written yet of the first is not held again. */
    @Test
    void aWordThatIsSaidTwiceIsNotTakenBack() {
        Resource[] all = Stream.iterate(0, i -> i + 1).limit(1000).map(i -> up("w-" + i, null))
                .toArray(Resource[]::new);
        says(all);
        pass(Duration.ofSeconds(10));
        says(all[0]);
        pass(Duration.ofSeconds(3));
        assertThat(ingest.view().held()).hasSize(999);
        ingest.release();
        pass(SLICE);
        ingest.release();
        pass(SLICE);
        assertThat(ingest.view().counts().leaving()).as("written so far").isLessThan(999);
        assertThat(ingest.view().held()).isEmpty();
        pass(Duration.ofSeconds(8));
        assertThat(ingest.view().counts().leaving()).isEqualTo(999);
    }

    @Test
    void writesAreSpreadOverTime() {
        says(Stream.iterate(0, i -> i + 1).limit(1000).map(i -> up("w-" + i, null)).toArray(Resource[]::new));
        pass(Duration.ofSeconds(2));
        assertThat(control.written()).hasSizeBetween(400, 600);
        pass(Duration.ofSeconds(4));
        assertThat(control.standing()).hasSize(1000);
        assertThat(control.written()).hasSize(1000);
    }

    private Reading says(Resource... entries) {
        Map<String, Resource> byName = new LinkedHashMap<>();
        Stream.of(entries).forEach(entry -> byName.put(entry.name(), entry));
        reading = new Reading.Snapshot(byName, List.of(), true);
        return reading;
    }

    private void pass(Duration time) {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(SLICE)) {
            clock.pass(SLICE);
            ingest.step();
        }
    }

    private static Resource up(String name, @Nullable Duration lease) {
        return Resource.of(name, new WorkloadEntrySpec("orders", "default", "primary", "10.0.0.1", 80, 100,
                WorkloadState.UP, Map.of(), lease));
    }

    private static Resource drains(String name) {
        return Resource.of(name, new WorkloadEntrySpec("orders", "default", "primary", "10.0.0.1", 80, 100,
                WorkloadState.DRAINING, Map.of(), null));
    }
}
