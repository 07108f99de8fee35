package io.spillway.control.imports;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

import io.grpc.Status;
import io.spillway.control.node.FlakyRegistry;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.service.StatusReport.UnfinishedView;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.v1.ServiceEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A report that does not fit one transaction: written to its end, or visibly not. */
@Tag("slow")
class LongBatchTest {

    private static final int SERVICES = 500;

    @TempDir
    Path folder;
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
        node.close();
    }

    private static ServiceEntry[] services(long revision) {
        List<ServiceEntry> all = new ArrayList<>();
        for (int i = 0; i < SERVICES; i++) {
            all.add(SyncClient.entry("s-" + i, revision, 2));
        }
        return all.toArray(ServiceEntry[]::new);
    }

    /** Of the transactions with imports those are lost of which the number, from 1, is so. */
    private AtomicInteger loses(IntPredicate which) {
        AtomicInteger imports = new AtomicInteger();
        registry.onCommit(transaction -> {
            boolean about = transaction.operations().stream()
                    .anyMatch(operation -> operation.key().startsWith(RegistryKeys.IMPORTS));
            return about && which.test(imports.incrementAndGet())
                    ? Optional.of(new CommitResult.Unavailable(Instant.now(), "a test lost it", false))
                    : Optional.empty();
        });
        return imports;
    }

    private PeerView peer() {
        return node.service().status().peers().stream().filter(view -> view.idc().equals("idc-b")).findFirst()
                .orElseThrow();
    }

    private int imports() {
        return real.range(RegistryKeys.IMPORTS).entries().size();
    }

    @Test
    void isWrittenInTransactionsOfTheRegistrysSizeAndLeavesNoMark() throws Exception {
        AtomicInteger transactions = loses(_ -> false);
        try (SyncClient sync = new SyncClient(node)) {
            sync.all(services(1));
        }
        assertThat(transactions).hasValue(SERVICES / Pieces.MAX_KEYS);
        assertThat(imports()).isEqualTo(SERVICES);
        assertThat(peer().unfinished()).isNull();
        assertThat(real.range(RegistryKeys.UNFINISHED).entries()).isEmpty();
    }

    @Test
    void interruptedItIsVisiblyUnfinishedUntilItComesAgain() throws Exception {
        loses(number -> number == 3);
        try (SyncClient sync = new SyncClient(node)) {
            assertThat(sync.refused(SyncClient.batch(services(1)).setFull(true)).getCode())
                    .isEqualTo(Status.Code.UNAVAILABLE);
        }
        assertThat(imports()).isEqualTo(200);
        assertThat(peer().unfinished()).extracting(UnfinishedView::written, UnfinishedView::changes)
                .containsExactly(200, SERVICES);
        Instant since = Objects.requireNonNull(peer().unfinished()).since();
        loses(number -> number == 2);
        try (SyncClient sync = new SyncClient(node)) {
            sync.news(SyncClient.entry("s-0", 2, 2));
            assertThat(peer().unfinished()).as("a report of one service does not end it").isNotNull();
            // Its next transaction with imports is the second.
            sync.refused(SyncClient.batch(services(1)).setFull(true));
        }
        assertThat(peer().unfinished()).extracting(UnfinishedView::since).isEqualTo(since);
        loses(_ -> false);
        try (SyncClient sync = new SyncClient(node)) {
            sync.all(services(1));
        }
        assertThat(imports()).isEqualTo(SERVICES);
        assertThat(peer().unfinished()).isNull();
    }

    @Test
    void aMarkWithoutAnythingLeftToWriteIsTakenAway() throws Exception {
        loses(number -> number == 5);
        try (SyncClient sync = new SyncClient(node)) {
            sync.refused(SyncClient.batch(services(1)).setFull(true));
        }
        loses(_ -> false);
        try (SyncClient sync = new SyncClient(node)) {
            for (int i = 400; i < SERVICES; i++) {
                sync.news(SyncClient.entry("s-" + i, 1, 2));
            }
            assertThat(peer().unfinished()).isNotNull();
            sync.all(services(1));
        }
        assertThat(peer().unfinished()).isNull();
    }

    @Test
    void whatBelongsTogetherIsNeverDividedAndNoPieceIsTooLarge() {
        List<List<Edit>> steps = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            steps.add(List.of(Edit.put("a/" + i, 0, new byte[3000]), Edit.put("b/" + i, 0, new byte[3000]),
                    Edit.delete("c/" + i, 1)));
        }
        List<List<Edit>> pieces = Pieces.of(steps);
        assertThat(pieces).allSatisfy(piece -> {
            assertThat(piece.size() % 3).isZero();
            assertThat(piece.size()).isLessThanOrEqualTo(Pieces.MAX_KEYS);
            assertThat(piece.stream().mapToInt(Edit::bytes).sum()).isLessThanOrEqualTo(Pieces.MAX_BYTES);
        });
        assertThat(pieces.stream().mapToInt(List::size).sum()).isEqualTo(360);
    }
}
