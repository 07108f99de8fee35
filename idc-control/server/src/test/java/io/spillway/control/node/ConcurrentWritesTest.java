package io.spillway.control.node;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.WriteResult;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.state.StoredRecords;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Many write at once to a registry that takes its time: nobody waits for whom he has nothing to do with. */
@Tag("slow")
class ConcurrentWritesTest {

    private static final int MANY = 32;
    private static final long PATIENCE_SECONDS = 10;
    private static final String CLUSTER = ResourceKeys.keyOf(Kind.CLUSTER, "primary-a");

    @TempDir
    Path folder;
    private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
    private Registry real;
    private FlakyRegistry registry;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        real = TestNode.registry(folder);
        registry = new FlakyRegistry(real);
        node = TestNode.on(registry, Duration.ofSeconds(30));
        node.awaitReady();
        node.withOrders();
    }

    @AfterEach
    void stop() {
        registry.onCommit(_ -> Optional.empty());
        writers.close();
        node.close();
    }

    private static Resource workload(int number) {
        return TestNode.workload("orders", "w-" + number, 9000 + number, WorkloadState.UP);
    }

    private static Resource workload(String cluster) {
        return Resource.of("w", new WorkloadEntrySpec("orders", "default", cluster,
                "127.0.0.1", 9000, 100, WorkloadState.UP, Map.of(), null));
    }

    /** Transactions of resources alone: the node itself writes too. */
    private void onWrite(Function<Transaction, Optional<CommitResult>> action) {
        registry.onCommit(transaction -> transaction.operations().getFirst().key().startsWith(RegistryKeys.RESOURCES)
                ? action.apply(transaction)
                : Optional.empty());
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T> List<T> together(List<Callable<T>> calls) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> call : writers.invokeAll(calls)) {
            results.add(call.get());
        }
        return results;
    }

    /** The registry answers none of them before it has been asked by all. One after the other, the first would never end. */
    @Test
    void writesOfDifferentKeysAreUnderWayTogether() throws Exception {
        CountDownLatch asked = new CountDownLatch(MANY);
        AtomicInteger alone = new AtomicInteger();
        onWrite(_ -> {
            asked.countDown();
            if (!awaited(asked)) {
                alone.incrementAndGet();
            }
            return Optional.empty();
        });
        List<Callable<WriteResult>> calls = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Resource workload = workload(i);
            calls.add(() -> {
                WriteResult result = node.apply(workload);
                assertThat(node.service().get(Kind.WORKLOAD_ENTRY, workload.name())).as("the writer reads it")
                        .isPresent();
                return result;
            });
        }
        assertThat(together(calls)).allMatch(WriteResult.Applied.class::isInstance);
        assertThat(alone).hasValue(0);
    }

    @Test
    void writesOfOneKeyTakeTurnsAndNoneIsLost() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        onWrite(transaction -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            CommitResult result = real.commit(transaction);
            running.decrementAndGet();
            return Optional.of(result);
        });
        List<Callable<WriteResult>> calls = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Resource workload = TestNode.workload("orders", "w", 9000 + i, WorkloadState.UP);
            calls.add(() -> node.apply(workload));
        }
        List<WriteResult> results = together(calls);
        assertThat(results).allMatch(WriteResult.Applied.class::isInstance);
        assertThat(most).hasValue(1);
        List<WriteResult.Applied> applied = results.stream().map(WriteResult.Applied.class::cast).toList();
        assertThat(applied.stream().map(WriteResult.Applied::revision).distinct()).hasSize(MANY);
        WriteResult.Applied last = applied.stream().max(Comparator.comparingLong(WriteResult.Applied::revision))
                .orElseThrow();
        assertThat(node.service().get(Kind.WORKLOAD_ENTRY, "w")).contains(last.resources().getFirst());
    }

    @Test
    void ofTwoWhoBuildOnTheSameRevisionOneIsToldWhoWon() throws Exception {
        Resource standing = node.service().get(Kind.SERVICE, "orders").orElseThrow();
        List<Callable<WriteResult>> calls = new ArrayList<>();
        for (String author : List.of("alice", "bob")) {
            Resource wanted = standing.withSpec(ServiceSpec.of(List.of("orders.test", author + ".test"), "core"));
            calls.add(() -> node.service().apply(new ApplyRequest(List.of(wanted), false, null, author)));
        }
        List<WriteResult> results = together(calls);
        assertThat(results).filteredOn(WriteResult.Applied.class::isInstance).hasSize(1);
        String winner = results.getFirst() instanceof WriteResult.Applied ? "alice" : "bob";
        assertThat(results).filteredOn(WriteResult.Conflict.class::isInstance).singleElement()
                .satisfies(lost -> assertThat(((WriteResult.Conflict) lost).winner()).isEqualTo(winner));
    }

    /** It may be in the registry: to call it failed would make somebody write it again, over what came between. */
    @Test
    void aWriteThatTheRegistryTookWithoutAnAnswerIsNotSaidToHaveFailed() {
        onWrite(_ -> Optional.of(new CommitResult.Unavailable(Instant.EPOCH, "no answer", true)));
        assertThat(node.apply(workload(1))).isEqualTo(new WriteResult.Unavailable(Instant.EPOCH, "no answer", true));
    }

    @Test
    void aWriteThatFailsLeavesNothingAndHoldsNobodyUp() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        onWrite(transaction -> transaction.operations().getFirst().key().endsWith("/w-3") && !failed.getAndSet(true)
                ? Optional.of(new CommitResult.Unavailable(Instant.EPOCH, "no leader", false))
                : Optional.empty());
        List<Callable<WriteResult>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Resource workload = workload(i);
            calls.add(() -> node.apply(workload));
        }
        List<WriteResult> results = together(calls);
        assertThat(results.get(3)).isEqualTo(new WriteResult.Unavailable(Instant.EPOCH, "no leader"));
        assertThat(results).filteredOn(WriteResult.Applied.class::isInstance).hasSize(5);
        assertThat(node.service().get(Kind.WORKLOAD_ENTRY, "w-3")).isEmpty();
        assertThat(registry.get(ResourceKeys.keyOf(Kind.WORKLOAD_ENTRY, "w-3"))).isEmpty();
        assertThat(node.apply(workload(3))).isInstanceOf(WriteResult.Applied.class);
    }

    @Test
    void aClusterIsNotDeletedWhileSomebodyRegistersInIt() throws Exception {
        CountDownLatch registering = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean deleted = new AtomicBoolean();
        onWrite(transaction -> {
            if (transaction.operations().getFirst() instanceof Operation.Delete) {
                deleted.set(true);
            } else {
                registering.countDown();
                assertThat(awaited(goOn)).isTrue();
            }
            return Optional.empty();
        });
        Future<WriteResult> registered = writers.submit(() -> node.apply(workload("primary-a")));
        assertThat(awaited(registering)).isTrue();
        FutureTask<WriteResult> deletion = new FutureTask<>(() -> node.service()
                .delete(new DeleteRequest(Kind.CLUSTER, "primary-a", false, null, "ann")));
        Thread operator = Thread.ofPlatform().daemon().start(deletion);
        // It waits for its turn; else it would be told that it is done, although somebody is about to register.
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(() -> operator.getState() == Thread.State.WAITING || deletion.isDone());
        goOn.countDown();
        assertThat(registered.get()).isInstanceOf(WriteResult.Applied.class);
        assertThat(deletion.get()).isInstanceOfSatisfying(WriteResult.Guarded.class,
                guarded -> assertThat(guarded.guard()).isEqualTo("cluster_in_use"));
        assertThat(deleted).isFalse();
    }

    @Test
    void ofTwoServicesThatWantOneHostOneIsRefused() throws Exception {
        List<Callable<WriteResult>> calls = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            calls.add(() -> node.apply(Resource.of(name, ServiceSpec.of(List.of("same.test"), "core"))));
        }
        List<WriteResult> results = together(calls);
        assertThat(results).filteredOn(WriteResult.Applied.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(WriteResult.Invalid.class::isInstance).hasSize(1);
    }

    /** As another control node does it, between this one's judgement and its transaction. */
    @Test
    void whatAnotherNodeTakesAwayMeanwhileIsNotLeantOn() {
        AtomicBoolean once = new AtomicBoolean();
        onWrite(transaction -> {
            if (transaction.operations().getFirst() instanceof Operation.Put && !once.getAndSet(true)) {
                registry.commit(new Transaction(List.of(), List.of(Operation.delete(CLUSTER))));
            }
            return Optional.empty();
        });
        assertThat(node.apply(workload("primary-a"))).isInstanceOfSatisfying(WriteResult.Invalid.class,
                invalid -> assertThat(invalid.violations().getFirst().message())
                        .isEqualTo("/spec/cluster: \"primary-a\" (expected: a Cluster that exists)"));
        assertThat(registry.get(ResourceKeys.keyOf(Kind.WORKLOAD_ENTRY, "w"))).isEmpty();
    }

    @Test
    void whatAnotherNodeChangesMeanwhileIsJudgedAnew() {
        AtomicBoolean once = new AtomicBoolean();
        AtomicInteger tried = new AtomicInteger();
        onWrite(transaction -> {
            if (transaction.operations().getFirst().key().equals(CLUSTER)) {
                return Optional.empty();
            }
            tried.incrementAndGet();
            if (!once.getAndSet(true)) {
                Resource other = Resource.of("primary-a", new ClusterSpec("idc-a", ClusterRole.REMOTE));
                registry.commit(new Transaction(List.of(), List.of(Operation.put(CLUSTER,
                        new StoredRecords().write(other, null, "ann", Instant.EPOCH)))));
            }
            return Optional.empty();
        });
        assertThat(node.apply(workload("primary-a"))).isInstanceOf(WriteResult.Applied.class);
        assertThat(tried).hasValue(2);
    }
}
