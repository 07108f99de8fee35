package io.spillway.sync.kit;

import java.time.Duration;
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
import io.spillway.sync.ingest.SourceView.State;
import io.spillway.sync.ingest.Workloads.Change;
import io.spillway.sync.spi.Reading;
import io.spillway.sync.spi.Source;
import io.spillway.sync.spi.SourceSession;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Two registry-syncs have the same source: only where one leads it is read and written. */
class LeadingSourceTest {

    private static final Duration SLICE = Duration.ofMillis(250);

    private final SetClock clock = new SetClock();
    private final MemoryWorkloads control = new MemoryWorkloads();
    private Reading reading = new Reading.NoData("nothing yet");
    private final Sync one = new Sync("one");
    private final Sync two = new Sync("two");
    private String leader = "one";

    /** A registry-sync with the source. */
    private final class Sync implements Source, SourceSession {

        private int readings;
        private final Ingest ingest;

        Sync(String name) {
            ingest = new Ingest(IngestSettings.of("vms"), this, control,
                    new Ingest.Surroundings(clock, clock, new Random(1), (_, _, _) -> {}, () -> leader.equals(name)));
        }

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
            readings++;
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

    private void says(String... names) {
        Map<String, Resource> byName = new LinkedHashMap<>();
        Stream.of(names).forEach(name -> byName.put(name, Resource.of(name, new WorkloadEntrySpec("orders", "default",
                "primary", "10.0.0.1", 80, 100, WorkloadState.UP, Map.of(), null))));
        reading = new Reading.Snapshot(byName, List.of(), true);
    }

    private void pass(Duration time) {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(SLICE)) {
            clock.pass(SLICE);
            one.ingest.step();
            two.ingest.step();
        }
    }

    @Test
    void whoDoesNotLeadReadsAndWritesNothing() {
        says("a", "b");
        pass(Duration.ofSeconds(5));
        assertThat(control.written()).extracting(Change::name).containsExactlyInAnyOrder("a", "b");
        assertThat(two.readings).isZero();
        assertThat(two.ingest.view().state()).isEqualTo(State.STANDBY);
        assertThat(one.ingest.view().state()).isEqualTo(State.LIVE);
    }

    @Test
    void whoTakesOverReadsAllFirstAndWritesNothingTwice() {
        says("a", "b", "c");
        pass(Duration.ofSeconds(5));
        leader = "two";
        pass(Duration.ofSeconds(5));
        assertThat(control.written()).as("the new leader asked what is there").hasSize(3);
        assertThat(two.ingest.view().counts().registered()).isEqualTo(3);
        says("a", "b", "c", "d");
        pass(Duration.ofSeconds(5));
        assertThat(control.standing()).containsOnlyKeys("a", "b", "c", "d");
        assertThat(control.written()).hasSize(4);
        assertThat(one.ingest.view().state()).isEqualTo(State.STANDBY);
        assertThat(one.ingest.view().counts().registered()).isZero();
    }

    /** What it heard in its last turn is not what there is: another one has let instances go since. */
    @Test
    void whoLeadsAgainBringsNothingBackOfItsLastTurn() {
        says("a", "b", "c");
        pass(Duration.ofSeconds(5));
        leader = "two";
        says("b", "c");
        pass(Duration.ofMinutes(20));
        assertThat(control.standing()).containsOnlyKeys("b", "c");
        leader = "one";
        reading = new Reading.NoData("the folder is away");
        pass(Duration.ofMinutes(2));
        assertThat(control.standing()).containsOnlyKeys("b", "c");
        assertThat(one.ingest.view().state()).isEqualTo(State.NO_DATA);
        says("b", "c", "d");
        pass(Duration.ofSeconds(5));
        assertThat(control.standing()).containsOnlyKeys("b", "c", "d");
    }

    @Test
    void whereNobodyLeadsEverythingStays() {
        says("a", "b");
        pass(Duration.ofSeconds(5));
        leader = "";
        says("b");
        pass(Duration.ofMinutes(20));
        assertThat(control.standing()).containsOnlyKeys("a", "b");
        assertThat(control.state("a")).isEqualTo(WorkloadState.UP);
    }
}
