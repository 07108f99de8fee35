package io.spillway.sync.kit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.sync.ingest.Ingest;
import io.spillway.sync.ingest.IngestSettings;
import io.spillway.sync.ingest.Provenance;
import io.spillway.sync.ingest.SourceView.State;
import io.spillway.sync.spi.Source;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link Source} must do, seen by what becomes of its workloads. A test class of a source extends this. */
public abstract class SourceKit {

    /** The name of the source under test. */
    protected static final String SOURCE = "vms";

    private static final Duration SLICE = Duration.ofMillis(250);

    private final SetClock clock = new SetClock();
    private final MemoryWorkloads control = new MemoryWorkloads();
    private @Nullable Place place;
    private @Nullable Ingest ingest;

    /** What the source reads, in the hands of a test. Every call is done when it returns. */
    public interface Place {

        /** Returns a new source that reads this place. */
        Source source();

        /** Registers an entry, or changes it. */
        void put(Resource entry);

        /** Takes an entry away. */
        void remove(String name);

        /** Makes the record of an entry unreadable, and of no other. */
        void damage(String name);

        /** From now on the place cannot be read. */
        void silence();

        /** It can be read again, with what it had. */
        void speak();
    }

    /** Returns a place that is empty and can be read. */
    protected abstract Place place() throws Exception;

    /** Returns how long a change may take until the source believes it. */
    protected abstract Duration settling();

    @BeforeEach
    final void begin() throws Exception {
        place = place();
        restart();
    }

    @AfterEach
    final void end() {
        stop();
    }

    @Test
    void theFirstListingIsRegistered() {
        here().put(entry("orders-1", "orders", 1));
        here().put(entry("users-1", "users", 2));
        settle();
        assertThat(control.standing()).containsOnlyKeys("orders-1", "users-1");
        assertThat(control.standing().values()).allMatch(workload -> Provenance.isOf(workload, SOURCE));
        assertThat(port("users-1")).isEqualTo(2);
        assertThat(ingest().view().state()).isEqualTo(State.LIVE);
        assertThat(ingest().view().counts().registered()).isEqualTo(2);
    }

    @Test
    void aChangeArrivesAndOnlyThat() {
        three();
        int before = control.written().size();
        here().put(entry("orders-2", "orders", 22));
        settle();
        assertThat(port("orders-2")).isEqualTo(22);
        assertThat(control.written()).hasSize(before + 1);
    }

    @Test
    void whatIsTakenAwayDrainsAndIsReleasedByTheControlPlane() {
        three();
        here().remove("orders-1");
        settle();
        assertThat(control.state("orders-1")).isEqualTo(WorkloadState.DRAINING);
        assertThat(ingest().view().counts().leaving()).isEqualTo(1);
        control.release("orders-1");
        pass(Duration.ofMinutes(2));
        assertThat(control.standing()).containsOnlyKeys("orders-2", "orders-3");
        assertThat(ingest().view().counts().leaving()).isZero();
    }

    @Test
    void aPlaceThatCannotBeReadTakesNothingAway() {
        three();
        int before = control.written().size();
        here().silence();
        pass(Duration.ofMinutes(5));
        assertThat(ingest().view().state()).isEqualTo(State.NO_DATA);
        assertThat(ingest().view().reason()).isNotEmpty();
        assertThat(control.written()).hasSize(before);
        here().speak();
        settle();
        assertThat(ingest().view().state()).isEqualTo(State.LIVE);
        assertThat(control.written()).hasSize(before);
    }

    @Test
    void anEmptyListingAfterAFullOneIsNoData() {
        three();
        int before = control.written().size();
        List.of("orders-1", "orders-2", "orders-3").forEach(here()::remove);
        pass(Duration.ofMinutes(5));
        assertThat(ingest().view().state()).isEqualTo(State.NO_DATA);
        assertThat(control.written()).hasSize(before);
    }

    @Test
    void aBigRemovalIsHeldUntilItIsConfirmed() {
        three();
        here().remove("orders-1");
        here().remove("orders-2");
        pass(settling().plusSeconds(10));
        assertThat(ingest().view().held()).containsOnlyKeys("orders-1", "orders-2");
        assertThat(control.standing().keySet()).noneMatch(name -> control.state(name) != WorkloadState.UP);
        pass(Duration.ofMinutes(2));
        assertThat(control.state("orders-1")).isEqualTo(WorkloadState.DRAINING);
        assertThat(control.state("orders-2")).isEqualTo(WorkloadState.DRAINING);
        assertThat(control.state("orders-3")).isEqualTo(WorkloadState.UP);
        assertThat(ingest().view().held()).isEmpty();
    }

    @Test
    void aBigRemovalThatWasAMistakeLeavesNoTrace() {
        three();
        int before = control.written().size();
        here().remove("orders-1");
        here().remove("orders-2");
        pass(settling().plusSeconds(10));
        here().put(entry("orders-1", "orders", 1));
        here().put(entry("orders-2", "orders", 2));
        pass(Duration.ofMinutes(2));
        assertThat(control.written()).hasSize(before);
        assertThat(ingest().view().held()).isEmpty();
    }

    @Test
    void aBadRecordIsSetAsideAndTheRestGoesOn() {
        three();
        here().damage("orders-1");
        here().put(entry("orders-2", "orders", 22));
        here().remove("orders-3");
        pass(Duration.ofMinutes(2));
        assertThat(control.state("orders-1")).isEqualTo(WorkloadState.UP);
        assertThat(port("orders-2")).isEqualTo(22);
        assertThat(control.state("orders-3")).isEqualTo(WorkloadState.DRAINING);
        assertThat(ingest().view().aside()).hasSize(1);
        here().put(entry("orders-1", "orders", 11));
        settle();
        assertThat(port("orders-1")).isEqualTo(11);
        assertThat(ingest().view().aside()).isEmpty();
    }

    @Test
    void aRestartNeitherRepeatsNorForgets() {
        three();
        int before = control.written().size();
        restart();
        settle();
        assertThat(control.written()).hasSize(before);
        stop();
        here().remove("orders-2");
        restart();
        pass(settling().plusSeconds(60));
        assertThat(control.state("orders-2")).isEqualTo(WorkloadState.DRAINING);
        assertThat(control.state("orders-1")).isEqualTo(WorkloadState.UP);
    }

    @Test
    void aRestartBeforeAPlaceThatCannotBeReadTakesNothingAway() {
        three();
        int before = control.written().size();
        here().silence();
        restart();
        pass(Duration.ofMinutes(5));
        assertThat(control.written()).hasSize(before);
    }

    @Test
    void aRestartBeforeABadRecordTakesNothingAway() {
        three();
        int before = control.written().size();
        here().damage("orders-1");
        restart();
        pass(Duration.ofMinutes(5));
        assertThat(control.written()).hasSize(before);
        assertThat(ingest().view().aside()).hasSize(1);
    }

    private Place here() {
        return Objects.requireNonNull(place, "place");
    }

    /** Returns the control plane. */
    protected final MemoryWorkloads control() {
        return control;
    }

    /** Returns what reads the place. */
    protected final Ingest ingest() {
        return Objects.requireNonNull(ingest, "between stop and restart");
    }

    /** Lets a change be believed. */
    protected final void settle() {
        pass(settling().plusSeconds(1));
    }

    /** Lets time pass while the ingest works. */
    protected final void pass(Duration time) {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(SLICE)) {
            clock.pass(SLICE);
            ingest().step();
        }
    }

    /** The process ends, and another one begins. */
    protected final void restart() {
        stop();
        ingest = new Ingest(IngestSettings.of(SOURCE), here().source(), control, surroundings());
    }

    private void stop() {
        Ingest running = ingest;
        ingest = null;
        if (running != null) {
            running.close();
        }
    }

    /** Returns an entry that is UP. */
    protected static Resource entry(String name, String service, int port) {
        return Resource.of(name, new WorkloadEntrySpec(service, "default", "idc-a-primary", "10.0.0.1", port, 100,
                WorkloadState.UP, Map.of(), null));
    }

    /** Returns the port that the control plane has; -1 when it has none. */
    protected final int port(String name) {
        Resource workload = control.standing().get(name);
        return workload != null && workload.spec() instanceof WorkloadEntrySpec spec ? spec.port() : -1;
    }

    private void three() {
        for (int number = 1; number <= 3; number++) {
            here().put(entry("orders-" + number, "orders", number));
        }
        settle();
        assertThat(control.standing()).hasSize(3);
    }

    private Ingest.Surroundings surroundings() {
        return new Ingest.Surroundings(clock, clock, new Random(1), (source, name, reason) -> {});
    }
}
