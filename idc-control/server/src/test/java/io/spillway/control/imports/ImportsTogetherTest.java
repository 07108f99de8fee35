package io.spillway.control.imports;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.spillway.control.node.FlakyRegistry;
import io.spillway.control.node.TestNode;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.GatewayAddress;
import io.spillway.wire.v1.Generation;
import io.spillway.wire.v1.GroupCapacity;
import io.spillway.wire.v1.Hello;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.ImportReport;
import io.spillway.wire.v1.ImportServiceGrpc;
import io.spillway.wire.v1.OriginVersion;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.v1.TrafficShift;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Several IDCs declare at once, to a registry that takes its time: a slow commit of one holds no other up. */
@Tag("slow")
class ImportsTogetherTest {

    private static final int PEERS = 4;
    private static final long PATIENCE_SECONDS = 10;

    @TempDir
    Path folder;
    private final ExecutorService streams = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private Registry real;
    private FlakyRegistry registry;
    private TestNode node;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws Exception {
        real = TestNode.registry(folder);
        registry = new FlakyRegistry(real);
        node = TestNode.on(registry, Duration.ofSeconds(30));
        node.awaitReady();
        node.withOrders();
        channel = node.channel();
    }

    @AfterEach
    void stop() {
        registry.onCommit(_ -> Optional.empty());
        streams.close();
        channel.shutdownNow();
        node.close();
    }

    /** Transactions of imports and shifts alone: the node itself writes too. */
    private void onImport(Function<Transaction, CommitResult> action) {
        registry.onCommit(transaction -> {
            String key = transaction.operations().getFirst().key();
            return key.startsWith(RegistryKeys.IMPORTS) || key.startsWith(RegistryKeys.SHIFTS)
                    ? Optional.of(action.apply(transaction))
                    : Optional.empty();
        });
    }

    private CommitResult counted(Transaction transaction) {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            return real.commit(transaction);
        } finally {
            running.decrementAndGet();
        }
    }

    private static Batch.Builder batch(String peer, String service, long revision) {
        return Batch.newBuilder().setPeer(peer).addEntries(ServiceEntry.newBuilder().setSchema(1).setIdc(peer)
                .setService(service).setVersion(OriginVersion.newBuilder().setEpoch(1).setRevision(revision))
                .addGateways(GatewayAddress.newBuilder().setNode("gw").setHost("127.0.0.1").setPort(8001))
                .addGroups(GroupCapacity.newBuilder().setGroup("default").setDeclared(4).setHealthy(4)
                        .setDeclaredWeight(400).setHealthyWeight(400)));
    }

    private static Batch.Builder shift(String peer, int counter) {
        return Batch.newBuilder().setPeer(peer).addShifts(TrafficShift.newBuilder().setSchema(1)
                .setScope("drgroup/core").setGeneration(Generation.newBuilder().setCounter(counter).setIdc(peer))
                .putWeights("idc-a", counter).putWeights("idc-b", 100 - counter).setOnExpiry("alarm").setReason("r")
                .setAuthor("bob"));
    }

    /** Each on a stream of its own, as the parts of registry-sync have them; returns when all are answered. */
    private void together(List<Batch.Builder> batches) throws Exception {
        List<Callable<ImportAnswer>> calls = new ArrayList<>();
        for (Batch.Builder batch : batches) {
            calls.add(() -> answer(batch.build()));
        }
        for (Future<ImportAnswer> answer : streams.invokeAll(calls)) {
            assertThat(answer.get().getSequence()).isEqualTo(2);
        }
    }

    private ImportAnswer answer(Batch batch) throws Exception {
        CompletableFuture<ImportAnswer> second = new CompletableFuture<>();
        StreamObserver<ImportReport> reports = ImportServiceGrpc.newStub(channel).report(new StreamObserver<>() {
            @Override
            public void onNext(ImportAnswer answer) {
                if (answer.getSequence() == 2) {
                    second.complete(answer);
                }
            }

            @Override
            public void onError(Throwable cause) {
                second.completeExceptionally(cause);
            }

            @Override
            public void onCompleted() {
                second.completeExceptionally(new AssertionError("ended"));
            }
        });
        reports.onNext(ImportReport.newBuilder().setSequence(1)
                .setHello(Hello.newBuilder().setIdc("idc-a").setNode("sync-1")).build());
        reports.onNext(ImportReport.newBuilder().setSequence(2).setBatch(batch).build());
        return second.get(4 * PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** The registry answers none of them before it has been asked by all. One after the other, the first would wait in vain. */
    @Test
    void batchesOfDifferentPeersAreUnderWayTogether() throws Exception {
        CountDownLatch asked = new CountDownLatch(PEERS);
        AtomicInteger alone = new AtomicInteger();
        onImport(transaction -> {
            asked.countDown();
            try {
                alone.addAndGet(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS) ? 0 : 1);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return real.commit(transaction);
        });
        List<Batch.Builder> batches = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            batches.add(batch("idc-" + (char) ('b' + i), "orders", 1));
        }
        together(batches);
        assertThat(alone).hasValue(0);
        assertThat(real.range(RegistryKeys.IMPORTS).entries()).hasSize(PEERS);
    }

    /** Two streams that say the opposite of one peer: the guard has to count what the first has left. */
    @Test
    void batchesOfOnePeerTakeTurnsAndTheNewestVersionStays() throws Exception {
        onImport(this::counted);
        List<Batch.Builder> batches = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            batches.add(batch("idc-b", "orders", i));
        }
        together(batches);
        assertThat(most).hasValue(1);
        Resource standing = node.service().get(Kind.SERVICE_ENTRY, "orders.idc-b").orElseThrow();
        assertThat(((ServiceEntrySpec) standing.spec()).version().revision()).isEqualTo(8);
    }

    @Test
    void ofOneShiftThatSeveralPeersBringTheHighestGenerationStays() throws Exception {
        onImport(this::counted);
        List<Batch.Builder> batches = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            batches.add(shift("idc-" + (char) ('a' + i), i));
        }
        together(batches);
        assertThat(most).hasValue(1);
        Resource standing = node.service().get(Kind.TRAFFIC_SHIFT, "drgroup.core").orElseThrow();
        assertThat(((TrafficShiftSpec) standing.spec()).weights()).containsEntry("idc-a", 8);
    }
}
