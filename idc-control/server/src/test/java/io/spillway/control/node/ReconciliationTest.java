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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.RecordCodec;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.state.StateChange;
import io.spillway.control.state.StateKeeper;
import io.spillway.control.state.StateListener;
import io.spillway.control.state.StoredRecords;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A large registry is compared with: no change waits for that, and none is undone by it. */
class ReconciliationTest implements StateListener {

    private static final int MANY = 30;
    private static final String OWNER = "control-state";

    @TempDir
    Path folder;

    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger drift = new AtomicInteger();
    private final AtomicLong told = new AtomicLong();
    private final AtomicInteger withoutChange = new AtomicInteger();
    private final AtomicInteger readByOwner = new AtomicInteger();
    private final Set<String> listers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean loaded = new AtomicBoolean();
    private FlakyRegistry registry;
    private StateKeeper keeper;

    @BeforeEach
    void isLoaded() {
        registry = new FlakyRegistry(TestNode.registry(folder));
        for (int i = 0; i < MANY; i++) {
            write("w-" + i, 9000);
        }
        keeper = new StateKeeper(registry, new Counting(),
                new StateKeeper.Times(Ticker.system(), InstantSource.system()), Duration.ofDays(1), this);
        keeper.start();
        until(loaded::get);
        readByOwner.set(0);
    }

    @AfterEach
    void end() {
        keeper.close();
        registry.close();
    }

    @Override
    public void onLoaded(ControlState state) {
        loaded.set(true);
    }

    @Override
    public void onChange(StateChange change) {
        told.set(change.revision());
        changes.incrementAndGet();
    }

    @Override
    public void onRevision(ControlState state) {
        withoutChange.incrementAndGet();
    }

    @Override
    public void onDrift(int resources) {
        drift.addAndGet(resources);
    }

    private static void until(BooleanSupplier seen) {
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(2)).until(seen::getAsBoolean);
    }

    private void write(String name, int port) {
        Resource resource = TestNode.workload("orders", name, port, WorkloadState.UP);
        commit(Operation.put(ResourceKeys.keyOf(Kind.WORKLOAD_ENTRY, name),
                new StoredRecords().write(resource, null, "test", Instant.EPOCH)));
    }

    private long commit(Operation operation) {
        CommitResult result = registry.commit(new Transaction(List.of(), List.of(operation)));
        assertThat(result).isInstanceOf(CommitResult.Committed.class);
        return ((CommitResult.Committed) result).revision();
    }

    private void reconnect() {
        registry.lose();
        registry.find();
    }

    @Test
    void anUnchangedRegistryCostsTheOwnerOneLook() {
        registry.afterListing(() -> listers.add(Thread.currentThread().getName()));
        int before = changes.get();
        int lookedBefore = withoutChange.get();
        reconnect();
        until(() -> withoutChange.get() > lookedBefore);
        assertThat(listers).containsExactly("control-compare");
        assertThat(readByOwner).hasValue(0);
        assertThat(changes).hasValue(before);
        assertThat(drift).hasValue(0);
    }

    /** Events get through while everything is being listed, and what the listing says of them is older. */
    @Test
    void whatEventsTellWhileItIsListedIsNotUndone() {
        AtomicBoolean once = new AtomicBoolean();
        int lookedBefore = withoutChange.get();
        registry.afterListing(() -> {
            if (!once.getAndSet(true)) {
                write("w-0", 9100);
                commit(Operation.delete(ResourceKeys.keyOf(Kind.WORKLOAD_ENTRY, "w-1")));
                write("late", 9200);
                until(() -> workload("late") != null);
            }
        });
        reconnect();
        until(() -> once.get() && withoutChange.get() > lookedBefore);
        assertThat(workload("w-1")).isNull();
        assertThat(workload("late")).isNotNull();
        assertThat(workload("w-0")).isNotNull()
                .satisfies(found -> assertThat(found.spec().toString()).contains("9100"));
        assertThat(drift).hasValue(0);
        assertThat(keeper.state().all(Kind.WORKLOAD_ENTRY).size()).isEqualTo(MANY);
    }

    @Test
    void whatTheWatchLostIsFoundAndCounted() {
        registry.swallowEvents();
        write("w-0", 9100);
        commit(Operation.delete(ResourceKeys.keyOf(Kind.WORKLOAD_ENTRY, "w-1")));
        until(() -> registry.swallowed() == 2);
        reconnect();
        until(() -> drift.get() == 2);
        assertThat(workload("w-1")).isNull();
    }

    /** Whoever asks who has that revision must find it, though it was heard of in a listing of a later one. */
    @Test
    void whatTheWatchLostIsToldAsOfTheRevisionInWhichItWasWritten() {
        registry.swallowEvents();
        write("w-0", 9100);
        long written = registry.range(RegistryKeys.META).revision();
        commit(Operation.put(RegistryKeys.META + "noted-later", new byte[0]));
        until(() -> registry.swallowed() == 2);
        reconnect();
        until(() -> drift.get() == 1);
        assertThat(told).hasValue(written);
        assertThat(keeper.state().revision()).isGreaterThan(written);
    }

    private @Nullable Resource workload(String name) {
        return keeper.state().get(Kind.WORKLOAD_ENTRY, name);
    }

    /** Counts what the owner of the state reads itself. */
    private final class Counting implements RecordCodec {

        private final RecordCodec records = new StoredRecords();

        @Override
        public ReadRecord read(Kind kind, String name, byte[] value, long revision) {
            if (Thread.currentThread().getName().equals(OWNER)) {
                readByOwner.incrementAndGet();
            }
            return records.read(kind, name, value, revision);
        }

        @Override
        public byte[] write(Resource resource, byte @Nullable [] previous, String author, Instant at) {
            return records.write(resource, previous, author, at);
        }

        @Override
        public String author(byte[] value) {
            return records.author(value);
        }
    }
}
