package io.spillway.control.imports;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.spillway.control.node.FlakyRegistry;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.StatusReport.SyncView;
import io.spillway.model.resource.Kind;
import io.spillway.registry.Operation;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.Beat;
import io.spillway.wire.v1.GroupCapacity;
import io.spillway.wire.v1.Hello;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.ImportReport;
import io.spillway.wire.v1.ImportServiceGrpc;
import io.spillway.wire.v1.OriginVersion;
import io.spillway.wire.v1.ServiceEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two registry-syncs report to one IDC: one leads, and nothing of the other is written. */
@Tag("slow")
class TwoSyncsTest {

    /** It ends while a test looks. */
    private static final Duration SHORT = Duration.ofSeconds(1);
    /** It does not end before its test has. */
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;
    private FlakyRegistry registry;
    private TestNode node;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws Exception {
        registry = new FlakyRegistry(TestNode.registry(folder));
        node = TestNode.on(registry, Duration.ofSeconds(30));
        node.awaitReady();
        channel = node.channel();
    }

    @AfterEach
    void stop() {
        registry.onCommit(_ -> Optional.empty());
        channel.shutdownNow();
        node.close();
    }

    /** A process that says what a test tells it to say. */
    private final class Sync implements StreamObserver<ImportAnswer> {

        private final LinkedBlockingQueue<ImportAnswer> heard = new LinkedBlockingQueue<>();
        private final StreamObserver<ImportReport> reports;
        private long sequence;

        Sync(String name, Duration lease) {
            reports = ImportServiceGrpc.newStub(channel).report(this);
            say(ImportReport.newBuilder().setHello(Hello.newBuilder().setIdc("idc-a").setNode(name)
                    .setInstance(name + "-started").setLeaderLeaseMillis(Math.toIntExact(lease.toMillis()))));
        }

        void say(ImportReport.Builder report) {
            reports.onNext(report.setSequence(++sequence).build());
        }

        void beat() {
            say(ImportReport.newBuilder().setBeat(Beat.getDefaultInstance()));
        }

        void declare(String service, long term) {
            say(ImportReport.newBuilder()
                    .setBatch(Batch.newBuilder().setPeer("idc-b").setTerm(term).addEntries(
                            ServiceEntry.newBuilder().setSchema(1).setIdc("idc-b").setService(service)
                                    .setVersion(OriginVersion.newBuilder().setEpoch(1).setRevision(1))
                                    .addGroups(GroupCapacity.newBuilder().setGroup("default")))));
        }

        ImportAnswer answer() throws InterruptedException {
            ImportAnswer answer;
            do {
                answer = heard.poll(20, TimeUnit.SECONDS);
                assertThat(answer).isNotNull();
            } while (answer.getSequence() != sequence);
            return answer;
        }

        /** Beats until it is told that it leads. */
        ImportAnswer awaitLead() throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < end) {
                beat();
                ImportAnswer next = heard.poll(100, TimeUnit.MILLISECONDS);
                if (next != null && next.getLeading()) {
                    return next;
                }
            }
            throw new AssertionError("does not lead within " + PATIENCE);
        }

        @Override
        public void onNext(ImportAnswer answer) {
            heard.add(answer);
        }

        @Override
        public void onError(Throwable cause) {
            // a test that waits for an answer fails by itself
        }

        @Override
        public void onCompleted() {
            // as above
        }
    }

    private boolean imported(String service) {
        return node.service().get(Kind.SERVICE_ENTRY, service + ".idc-b").isPresent();
    }

    @Test
    void whatTheSecondReportsIsNotWrittenUntilTheFirstHangsUp() throws Exception {
        Sync first = new Sync("sync-1", LONG);
        ImportAnswer hello = first.answer();
        assertThat(hello.getLeading()).isTrue();
        Sync second = new Sync("sync-2", LONG);
        assertThat(second.answer().getLeading()).isFalse();
        second.declare("early", 0);
        assertThat(second.answer().getLeader()).isEqualTo("sync-1");
        assertThat(imported("early")).isFalse();
        SyncView shown = node.service().status().sync();
        assertThat(shown.leader()).isEqualTo("sync-1");
        assertThat(shown.term()).isEqualTo(hello.getTerm());
        assertThat(shown.here()).containsExactly("sync-1", "sync-2");
        first.reports.onCompleted();
        ImportAnswer told = second.awaitLead();
        assertThat(told.getTerm()).isGreaterThan(hello.getTerm());
        second.declare("late", told.getTerm());
        second.answer();
        assertThat(imported("late")).isTrue();
    }

    @Test
    void aFrozenLeaderThatWakesUpWritesNothing() throws Exception {
        Sync frozen = new Sync("sync-1", SHORT);
        long oldTerm = frozen.answer().getTerm();
        Sync other = new Sync("sync-2", SHORT);
        ImportAnswer told = other.awaitLead(); // beats, and the first says nothing
        assertThat(told.getTerm()).isGreaterThan(oldTerm);
        frozen.declare("stale", oldTerm);
        ImportAnswer answer = frozen.answer();
        assertThat(answer.getLeading()).isFalse();
        assertThat(answer.getLeader()).isEqualTo("sync-2");
        assertThat(imported("stale")).isFalse();
    }

    /** The control node itself believes that its stream leads: the registry knows better, in the write. */
    @Test
    void aWriteOfAnEarlierTermIsRefusedByTheRegistry() throws Exception {
        Sync sync = new Sync("sync-1", LONG);
        long term = sync.answer().getTerm();
        registry.onCommit(transaction -> {
            if (transaction.operations().getFirst().key().startsWith(RegistryKeys.IMPORTS)) {
                registry.onCommit(_ -> Optional.empty());
                registry.commit(new Transaction(List.of(),
                        List.of(Operation.put(RegistryKeys.SYNC_LEADER, new byte[0]))));
            }
            return Optional.empty();
        });
        sync.declare("stale", term);
        assertThat(sync.answer().getLeading()).isFalse();
        assertThat(imported("stale")).isFalse();
        assertThat(registry.range(RegistryKeys.IMPORTS).entries()).isEmpty();
    }
}
