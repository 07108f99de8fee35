package io.spillway.registry.kit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.spillway.registry.AcceptResult;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Compare;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.RangeResult;
import io.spillway.registry.Transaction;
import io.spillway.registry.Watch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What every {@link io.spillway.registry.Registry} must do. A test class of an implementation extends this. */
public abstract class RegistryCompatibilityKit extends LeaseKit {

    @Test
    void oneRevisionForAllOperationsOfATransaction() {
        long before = registry().range(ROOT).revision();
        long revision = committed(new Transaction(List.of(),
                List.of(put("a", "1"), put("b", "2"), Operation.delete(ROOT + "absent"))));

        assertThat(revision).isEqualTo(before + 1);
        RangeResult range = registry().range(ROOT);
        assertThat(range.revision()).isEqualTo(revision);
        assertThat(range.entries()).extracting(KeyValue::key).containsExactly(ROOT + "a", ROOT + "b");
        assertThat(range.entries()).allSatisfy(entry -> {
            assertThat(entry.modRevision()).isEqualTo(revision);
            assertThat(entry.createRevision()).isEqualTo(revision);
        });
    }

    @Test
    void aRangeIsInKeyOrderAndHasNothingOutsideThePrefix() {
        committed(new Transaction(List.of(), List.of(put("p/2", "x"), put("p/10", "x"), put("p/ü", "x"), put("q", "x"),
                put("o/z", "x"))));

        assertThat(registry().range(ROOT + "p/").entries()).extracting(KeyValue::key).containsExactly(ROOT + "p/10",
                ROOT + "p/2", ROOT + "p/ü");
    }

    @Test
    void theCreateRevisionStaysUntilTheKeyIsDeleted() {
        long created = committed(put("a", "1"));
        long changed = committed(put("a", "2"));
        KeyValue second = registry().get(ROOT + "a").orElseThrow();
        assertThat(second.createRevision()).isEqualTo(created);
        assertThat(second.modRevision()).isEqualTo(changed);
        assertThat(RecordingListener.text(second.value())).isEqualTo("2");

        committed(Operation.delete(ROOT + "a"));
        assertThat(registry().get(ROOT + "a")).isEmpty();
        long again = committed(put("a", "3"));
        assertThat(registry().get(ROOT + "a").orElseThrow().createRevision()).isEqualTo(again);
    }

    @Test
    void deletingWhatIsAbsentMakesNoRevision() {
        long before = committed(put("a", "1"));
        assertThat(committed(Operation.delete(ROOT + "absent"))).isEqualTo(before);
        assertThat(registry().range(ROOT).revision()).isEqualTo(before);
    }

    @Test
    void aFailedComparisonChangesNothingAndNamesWhatStands() {
        long first = committed(put("a", "1"));
        CommitResult result = registry().commit(new Transaction(
                List.of(new Compare(ROOT + "a", first), Compare.absent(ROOT + "b"), new Compare(ROOT + "c", 3)),
                List.of(put("a", "2"), put("b", "2"))));

        assertThat(result).isInstanceOfSatisfying(CommitResult.Conflict.class,
                conflict -> assertThat(conflict.current())
                        .singleElement().satisfies(current -> {
                            assertThat(current.key()).isEqualTo(ROOT + "a");
                            assertThat(current.modRevision()).isEqualTo(first);
                        }));
        assertThat(registry().get(ROOT + "b")).isEmpty();
        assertThat(RecordingListener.text(registry().get(ROOT + "a").orElseThrow().value())).isEqualTo("1");
    }

    @Test
    void ofManyWritersWithTheSameRevisionOneWins() throws Exception {
        long seen = committed(put("counter", "0"));
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CommitResult>> results = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                byte[] value = bytes("writer " + i);
                results.add(writers.submit(() -> registry().commit(Transaction.put(ROOT + "counter", seen, value))));
            }
            int won = 0;
            for (Future<CommitResult> result : results) {
                switch (result.get()) {
                    case CommitResult.Committed committed -> won++;
                    case CommitResult.Conflict conflict -> assertThat(conflict.current()).hasSize(1);
                    case CommitResult.Unavailable unavailable -> throw new AssertionError(unavailable);
                }
            }
            assertThat(won).isEqualTo(1);
        }
    }

    @Test
    void emptyAndLargeValuesComeBackAsTheyWere() {
        byte[] large = new byte[900_000];
        Arrays.fill(large, (byte) 7);
        committed(new Transaction(List.of(),
                List.of(Operation.put(ROOT + "empty", new byte[0]), Operation.put(ROOT + "large", large))));

        assertThat(registry().get(ROOT + "empty").orElseThrow().value()).isEmpty();
        assertThat(registry().get(ROOT + "large").orElseThrow().value()).isEqualTo(large);
    }

    @Test
    void aTransactionMayHave128OperationsAndNotMore() {
        List<Operation> most = IntStream.range(0, 128).mapToObj(i -> put("n/" + i, "x")).toList();
        committed(new Transaction(List.of(), most));
        assertThat(registry().range(ROOT + "n/").entries()).hasSize(128);

        List<Operation> tooMany = new ArrayList<>(most);
        tooMany.add(put("one-more", "x"));
        assertThatThrownBy(() -> new Transaction(List.of(), tooMany)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operations: 129 (expected: at most 128)");
        assertThatThrownBy(() -> new Transaction(List.of(), List.of(put("a", "1"), put("a", "2"))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("changed once");
    }

    @Test
    void aWatchDeliversThePastAndThePresentWithOneBatchPerRevision() {
        long first = committed(
                new Transaction(List.of(), List.of(put("w/a", "1"), put("w/b", "1"), put("other", "1"))));
        RecordingListener seen = new RecordingListener();
        try (Watch _ = registry().watch(ROOT + "w/", first, seen)) {
            long second = committed(
                    new Transaction(List.of(), List.of(put("w/a", "2"), Operation.delete(ROOT + "w/b"))));
            committed(put("other", "2"));
            long third = committed(put("w/c", "3"));

            await().untilAsserted(() -> assertThat(seen.revisions()).containsExactly(first, second, third));
            assertThat(seen.batchSizes()).containsExactly(2, 2, 1);
            assertThat(seen.world()).isEqualTo(Map.of(ROOT + "w/a", "2", ROOT + "w/c", "3"));
            Event deletion = seen.events().stream().filter(event -> event.type() == Event.Type.DELETE).findFirst()
                    .orElseThrow();
            assertThat(deletion.keyValue()).isEqualTo(new KeyValue(ROOT + "w/b", new byte[0], 0, second, 0));
            assertThat(seen.events().getFirst().keyValue().createRevision()).isEqualTo(first);
        }
    }

    @Test
    void aWatchFromTheRevisionAfterARangeMissesNothingAndRepeatsNothing() throws Exception {
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                int number = writer;
                running.add(writers.submit(() -> write(number)));
            }
            RangeResult start = registry().range(ROOT + "busy/");
            RecordingListener seen = new RecordingListener();
            try (Watch _ = registry().watch(ROOT + "busy/", start.revision() + 1, seen)) {
                for (Future<?> writer : running) {
                    writer.get();
                }
                RangeResult end = registry().range(ROOT + "busy/");
                await().untilAsserted(() -> assertThat(seen.progress()).isGreaterThanOrEqualTo(end.revision()));

                Map<String, String> world = new TreeMap<>();
                start.entries().forEach(entry -> world.put(entry.key(), RecordingListener.text(entry.value())));
                seen.events().forEach(event -> apply(world, event));
                Map<String, String> expected = new TreeMap<>();
                end.entries().forEach(entry -> expected.put(entry.key(), RecordingListener.text(entry.value())));
                assertThat(world).isEqualTo(expected);
                assertThat(seen.revisions()).isSorted().doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void aSlowListenerGetsEverythingInTheEnd() {
        RecordingListener slow = new RecordingListener().slow();
        long from = registry().range(ROOT).revision() + 1;
        try (Watch _ = registry().watch(ROOT, from, slow)) {
            for (int i = 0; i < 50; i++) {
                committed(put("s", "" + i));
            }
            slow.hurry();
            await().untilAsserted(() -> assertThat(slow.revisions()).hasSize(50));
            assertThat(slow.revisions()).isSorted();
        }
    }

    @Test
    void aClosedWatchSaysNothingMore() {
        RecordingListener closed = new RecordingListener();
        RecordingListener open = new RecordingListener();
        long from = registry().range(ROOT).revision() + 1;
        Watch watch = registry().watch(ROOT, from, closed);
        committed(put("a", "1"));
        await().untilAsserted(() -> assertThat(closed.revisions()).hasSize(1));
        watch.close();
        try (Watch _ = registry().watch(ROOT, from, open)) {
            committed(put("a", "2"));
            await().untilAsserted(() -> assertThat(open.revisions()).hasSize(2));
            assertThat(closed.revisions()).hasSize(1);
            assertThat(closed.compacted()).isEmpty();
        }
    }

    @Test
    void aWatchSaysHowFarItIsWhenNothingHappens() {
        RecordingListener seen = new RecordingListener();
        try (Watch _ = registry().watch(ROOT + "quiet/", registry().range(ROOT).revision() + 1, seen)) {
            long elsewhere = committed(put("noise", "1"));
            await().untilAsserted(() -> assertThat(seen.progress()).isGreaterThanOrEqualTo(elsewhere));
            assertThat(seen.revisions()).isEmpty();
        }
    }

    @Test
    void aWatchFromACompactedRevisionIsToldToListAgain() {
        long first = committed(put("a", "1"));
        committed(put("a", "2"));
        long third = committed(put("a", "3"));
        registry().compact(third - 1);
        registry().compact(third - 1);

        RecordingListener late = new RecordingListener();
        RecordingListener early = new RecordingListener();
        try (Watch _ = registry().watch(ROOT, first, late); Watch _ = registry().watch(ROOT, third, early)) {
            await().untilAsserted(() -> assertThat(late.compacted()).containsExactly(third - 1));
            await().untilAsserted(() -> assertThat(early.revisions()).containsExactly(third));
            committed(put("a", "4"));
            await().untilAsserted(() -> assertThat(early.revisions()).hasSize(2));
            assertThat(late.revisions()).isEmpty();
        }
        assertThat(RecordingListener.text(registry().get(ROOT + "a").orElseThrow().value())).isEqualTo("4");
    }

    @Test
    void aHealthyRegistryIsConnectedAndHasNothingToAccept() {
        committed(put("a", "1"));
        assertThat(registry().state().connected()).isTrue();
        assertThat(registry().state().clusterId()).isNotEmpty();
        assertThat(registry().state().epoch()).isEqualTo(1);
        assertThat(registry().state().changed()).isNull();
        assertThat(registry().accept("some-other-id"))
                .isEqualTo(new AcceptResult.NothingToAccept(registry().state().clusterId()));
    }

    private void write(int writer) {
        for (int i = 0; i < 40; i++) {
            String key = "busy/" + (writer * 3 + i) % 10;
            committed(new Transaction(List.of(),
                    i % 7 == 6
                            ? List.of(Operation.delete(ROOT + key), put("busy/" + writer + "-" + i, "x"))
                            : List.of(put(key, writer + "/" + i))));
        }
    }

    private static void apply(Map<String, String> world, Event event) {
        switch (event.type()) {
            case PUT -> world.put(event.key(), RecordingListener.text(event.keyValue().value()));
            case DELETE -> world.remove(event.key());
        }
    }
}
