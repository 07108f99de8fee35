package io.spillway.control.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.control.state.StateFold.Word;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RangeResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A registry loses what is served: it stays, until it is back or an operator gives his word. */
class HeldBackTest {

    private final RecordCodec codec = new StoredRecords();
    private final StateFold fold = new StateFold(codec);
    private final List<KeyValue> all = new ArrayList<>();

    @BeforeEach
    void hasAServiceWithTenWorkloads() {
        all.add(entry(Resource.of("orders", ServiceSpec.of(List.of("orders.test"), null)), 1));
        for (int i = 0; i < 10; i++) {
            all.add(entry(workload(i, 9000), 2 + i));
        }
        fold.reconcile(new RangeResult(20, all), Word.NONE);
        assertThat(workloads()).isEqualTo(10);
    }

    private static Resource workload(int number, int port) {
        return Resource.of("orders-" + number, new WorkloadEntrySpec("orders", "default", "primary-a", "127.0.0.1",
                port, 100, WorkloadState.UP, Map.of(), null));
    }

    private KeyValue entry(Resource resource, long revision) {
        return new KeyValue(ResourceKeys.keyOf(resource.kind(), resource.name()),
                codec.write(resource, null, "t", Instant.EPOCH), revision, revision, 0);
    }

    private static Event deleted(KeyValue entry, long revision) {
        return new Event(Event.Type.DELETE, new KeyValue(entry.key(), new byte[0], 0, revision, 0));
    }

    private int workloads() {
        return fold.state().all(Kind.WORKLOAD_ENTRY).size();
    }

    @Test
    void anEmptyListingEmptiesNothing() {
        StateFold.Step step = fold.reconcile(new RangeResult(30, List.of()), Word.NONE);
        assertThat(step.changed()).isEmpty();
        assertThat(workloads()).isEqualTo(10);
        assertThat(fold.held().reason()).isEqualTo("emptied");
        assertThat(fold.held().ids()).hasSize(11);
        assertThat(fold.held().revision()).isEqualTo(30);
        assertThat(fold.reconcile(new RangeResult(31, List.of()), Word.NONE).changed()).isEmpty();
        assertThat(fold.held().revision()).as("seen first").isEqualTo(30);
    }

    @Test
    void whatIsHeldStaysHeldWhenNewResourcesCome() {
        fold.reconcile(new RangeResult(30, all.subList(0, 3)), Word.NONE);
        assertThat(fold.held().detail()).isEqualTo("8 of 10 workloads are gone at once");
        List<KeyValue> more = new ArrayList<>(all.subList(0, 3));
        for (int i = 20; i < 60; i++) {
            more.add(entry(workload(i, 9000), 31 + i));
        }
        fold.reconcile(new RangeResult(99, more), Word.NONE);
        assertThat(workloads()).isEqualTo(50);
        assertThat(fold.held().ids()).hasSize(8);
    }

    @Test
    void whatComesBackIsHeldNoMore() {
        fold.reconcile(new RangeResult(30, all.subList(0, 3)), Word.NONE);
        assertThat(fold.reconcile(new RangeResult(31, all), Word.NONE).changed()).as("it was served all the time")
                .isEmpty();
        assertThat(fold.held()).isEqualTo(HeldRemovals.NONE);
        fold.reconcile(new RangeResult(32, all.subList(0, 3)), Word.NONE);
        fold.apply(33, List.of(new Event(Event.Type.PUT, entry(workload(9, 9009), 33))));
        assertThat(fold.held().ids()).hasSize(7).doesNotContain(new ResourceKeys.Id(Kind.WORKLOAD_ENTRY, "orders-9"));
    }

    @Test
    void theWordIsForWhatIsHeldAndNotForMore() {
        fold.reconcile(new RangeResult(30, all.subList(0, 5)), Word.NONE);
        assertThat(fold.held().ids()).hasSize(6);
        fold.reconcile(new RangeResult(31, List.of()), Word.HELD);
        assertThat(workloads()).as("the four that went meanwhile stay").isEqualTo(4);
        assertThat(fold.held().reason()).isEqualTo("emptied");
        fold.reconcile(new RangeResult(32, List.of()), Word.HELD);
        assertThat(workloads()).isZero();
        assertThat(fold.held()).isEqualTo(HeldRemovals.NONE);
    }

    @Test
    void anotherRegistryThatAnOperatorAcceptedIsBelieved() {
        fold.reconcile(new RangeResult(3, all.subList(0, 2)), Word.REGISTRY);
        assertThat(workloads()).isEqualTo(1);
        assertThat(fold.held()).isEqualTo(HeldRemovals.NONE);
    }

    @Test
    void anOldCopyWithALaterRevisionIsKnownByItsRecords() {
        fold.apply(21, List.of(new Event(Event.Type.PUT, entry(workload(0, 9100), 21))));
        StateFold.Step step = fold.reconcile(new RangeResult(1_000_000, all), Word.NONE);
        assertThat(step.changed()).isEmpty();
        assertThat(fold.held().reason()).isEqualTo("rewound");
        assertThat(fold.held().ids()).containsExactly(new ResourceKeys.Id(Kind.WORKLOAD_ENTRY, "orders-0"));
        fold.reconcile(new RangeResult(1_000_001, all), Word.HELD);
        assertThat(fold.state().get(Kind.WORKLOAD_ENTRY, "orders-0")).isNotNull()
                .satisfies(old -> assertThat(old.metadata().revision()).isEqualTo(2));
        assertThat(fold.held()).isEqualTo(HeldRemovals.NONE);
    }

    @Test
    void aPrefixDeletedInOneGoIsHeldAndOneByOneIsBelieved() {
        fold.apply(30, all.subList(1, 9).stream().map(entry -> deleted(entry, 30)).toList());
        assertThat(workloads()).isEqualTo(10);
        assertThat(fold.held().detail()).isEqualTo("8 of 10 workloads are gone at once");
        fold.apply(31, List.of(deleted(all.get(9), 31)));
        fold.apply(32, List.of(deleted(all.get(10), 32)));
        assertThat(workloads()).as("those that an operator deleted are gone").isEqualTo(8);
        StateFold other = new StateFold(codec);
        other.reconcile(new RangeResult(20, all), Word.NONE);
        long revision = 20;
        for (KeyValue entry : all) {
            revision++;
            other.apply(revision, List.of(deleted(entry, revision)));
        }
        assertThat(other.state().all(Kind.WORKLOAD_ENTRY).size()).isZero();
        assertThat(other.held()).isEqualTo(HeldRemovals.NONE);
    }
}
