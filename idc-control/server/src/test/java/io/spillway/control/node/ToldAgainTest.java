package io.spillway.control.node;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.RecordCodec;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.state.StateChange;
import io.spillway.control.state.StateKeeper;
import io.spillway.control.state.StateListener;
import io.spillway.control.state.StoredRecords;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.record.HealthRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Something between the registry and the clients fails once: what it was about to pass on is not lost. */
@Tag("slow")
class ToldAgainTest implements StateListener {

    @TempDir
    Path folder;

    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final Set<String> endpoints = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicBoolean loaded = new AtomicBoolean();
    private volatile Predicate<StateChange> failing = _ -> false;
    private volatile boolean failsToLoad;
    private volatile ControlState served = ControlState.empty();
    private @Nullable Registry registry;
    private @Nullable StateKeeper keeper;

    @AfterEach
    void end() {
        keeper().close();
        registry().close();
    }

    @Override
    public void onChange(StateChange change) {
        if (failing.test(change)) {
            failing = _ -> false;
            fail();
        }
        served = change.state(); // first: whoever sees a name finds the state that has it
        change.resources().forEach(one -> changed.add(one.newest().name()));
        endpoints.addAll(change.touched().endpoints());
    }

    @Override
    public void onRevision(ControlState state) {
        served = state;
    }

    @Override
    public void onLoaded(ControlState state) {
        if (failsToLoad) {
            failsToLoad = false;
            fail();
        }
        loaded.set(true);
    }

    private void fail() {
        failures.incrementAndGet();
        throw new IllegalStateException("a test fails once");
    }

    private void start(RecordCodec codec) {
        registry = TestNode.registry(folder);
        keeper = new StateKeeper(registry, codec, new StateKeeper.Times(Ticker.system(), InstantSource.system()),
                Duration.ofDays(1), this);
        write("orders");
        keeper.start();
        soon().untilTrue(loaded);
    }

    private Registry registry() {
        return java.util.Objects.requireNonNull(registry);
    }

    private StateKeeper keeper() {
        return java.util.Objects.requireNonNull(keeper);
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5));
    }

    private static boolean isAbout(StateChange change, String name) {
        return change.resources().stream().anyMatch(one -> one.newest().name().equals(name));
    }

    @Test
    void aListenerThatFailedHearsOfItAgainAlthoughTheStateHasIt() {
        start(new StoredRecords());
        failing = change -> isAbout(change, "payments");
        write("payments");
        soon().untilAsserted(() -> assertThat(changed).contains("payments"));
        assertThat(failures).hasValue(1);
        assertThat(served.service("payments")).isNotNull();
    }

    @Test
    void whatComesNextBringsWhatWasNotTaken() {
        start(new StoredRecords());
        failing = change -> isAbout(change, "payments");
        write("payments");
        write("refunds");
        soon().untilAsserted(() -> assertThat(changed).contains("payments", "refunds"));
        soon().untilAsserted(
                () -> assertThat(served.revision()).isEqualTo(registry().range(RegistryKeys.ROOT).revision()));
    }

    @Test
    void whatWasFoundOutHereAndIsNowhereElseIsNotLostEither() {
        start(new StoredRecords());
        write(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP));
        soon().untilAsserted(() -> assertThat(changed).contains("orders-1"));
        endpoints.clear();
        failing = change -> change.touched().endpoints().contains("orders");
        keeper().judged("orders-1", new HealthRecord(HealthRecord.State.UNHEALTHY, "refused", Instant.EPOCH, "n"));
        soon().untilAsserted(() -> assertThat(endpoints).contains("orders"));
        assertThat(failures).hasValue(1);
        assertThat(served.health("orders-1")).isNotNull();
    }

    @Test
    void aStartThatFailsIsTriedAgain() {
        failsToLoad = true;
        start(new StoredRecords());
        assertThat(failures).hasValue(1);
        assertThat(changed).contains("orders");
    }

    /** The step fails half-way, before anybody is told; and there is no quiet moment after that. */
    @Test
    void whatCouldNotBeFoldedInIsReadAnewAlsoUnderLoad() {
        AtomicInteger reads = new AtomicInteger();
        start(new StumblingCodec(reads));
        write("ledger", "payments");
        AtomicInteger busy = new AtomicInteger();
        soon().pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            write("busy-" + busy.incrementAndGet() % 5);
            assertThat(changed).contains("ledger", "payments");
        });
        assertThat(reads).hasValueGreaterThan(1);
    }

    /** Gives a record that nobody can handle the first time that it reads payments. */
    private record StumblingCodec(AtomicInteger reads) implements RecordCodec {

        private static final RecordCodec GOOD = new StoredRecords();

        @Override
        @SuppressWarnings("NullAway") // that is what it stumbles over
        public ReadRecord read(Kind kind, String name, byte[] value, long revision) {
            if (name.equals("payments") && reads.getAndIncrement() == 0) {
                return new ReadRecord.Understood(null, StateChange.Written.UNKNOWN);
            }
            return GOOD.read(kind, name, value, revision);
        }

        @Override
        public byte[] write(Resource resource, byte @Nullable [] previous, String author, Instant at) {
            return GOOD.write(resource, previous, author, at);
        }

        @Override
        public String author(byte[] value) {
            return GOOD.author(value);
        }
    }

    private void write(String... services) {
        write(Stream.of(services)
                .map(service -> Resource.of(service, ServiceSpec.of(List.of(service + ".test"), null)))
                .toArray(Resource[]::new));
    }

    private void write(Resource... resources) {
        List<Operation> operations = Stream.of(resources)
                .map(resource -> Operation.put(ResourceKeys.keyOf(resource.kind(), resource.name()),
                        new StoredRecords().write(resource, null, "test", Instant.EPOCH)))
                .toList();
        assertThat(registry().commit(new Transaction(List.of(), operations)))
                .isInstanceOf(CommitResult.Committed.class);
    }
}
