package io.spillway.control.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.control.state.StateFold.Word;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RangeResult;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.HealthRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What this node found out counts before the registry has it, and until the registry has it. */
class JudgedHealthTest {

    private static final HealthRecord REFUSED = new HealthRecord(HealthRecord.State.UNHEALTHY, "refused",
            Instant.EPOCH, "control-1");
    private static final HealthRecord OLDER = new HealthRecord(HealthRecord.State.FLAPPING, "reset", Instant.EPOCH,
            "control-2");

    private final RecordCodec codec = new StoredRecords();
    private final StateFold fold = new StateFold(codec);
    private final List<KeyValue> all = new ArrayList<>();

    @BeforeEach
    void hasAWorkload() {
        all.add(entry(Resource.of("orders", ServiceSpec.of(List.of("orders.test"), null)), 1));
        all.add(entry(Resource.of("orders-1", new WorkloadEntrySpec("orders", "default", "primary-a", "127.0.0.1", 1,
                100, WorkloadState.UP, Map.of(), null)), 2));
        for (int i = 0; i < 10; i++) {
            all.add(entry(Resource.of("other-" + i, ServiceSpec.of(List.of("other-" + i + ".test"), null)), 3));
        }
        fold.reconcile(new RangeResult(10, all), Word.NONE);
    }

    private KeyValue entry(Resource resource, long revision) {
        return new KeyValue(ResourceKeys.keyOf(resource.kind(), resource.name()),
                codec.write(resource, null, "t", Instant.EPOCH), revision, revision, 0);
    }

    private static KeyValue health(HealthRecord record, long revision) {
        return new KeyValue(RegistryKeys.health("orders-1"), record.encode(), revision, revision, 0);
    }

    private static List<Event> put(HealthRecord record, long revision) {
        return List.of(new Event(Event.Type.PUT, health(record, revision)));
    }

    private static List<Event> deleted(long revision) {
        return List.of(new Event(Event.Type.DELETE,
                new KeyValue(RegistryKeys.health("orders-1"), new byte[0], 0, revision, 0)));
    }

    @Test
    void recordsOfOthersTouchOnlyTheEndpoints() {
        StateFold.Step step = fold.apply(11, put(OLDER, 11));
        assertThat(step.state().health("orders-1")).isEqualTo(OLDER);
        assertThat(step.changed()).isEmpty();
        assertThat(step.touched().endpoints()).containsExactly("orders");
        assertThat(step.touched().services()).isEmpty();
        assertThat(fold.apply(12, put(OLDER, 12)).touched().isEmpty()).isTrue();
        assertThat(fold.apply(13, deleted(13)).state().health("orders-1")).isNull();
    }

    @Test
    void olderWordsOfTheRegistryAreNotHeard() {
        assertThat(fold.judged("orders-1", REFUSED).touched().endpoints()).containsExactly("orders");
        assertThat(fold.apply(11, put(OLDER, 11)).state().health("orders-1")).isEqualTo(REFUSED);
        assertThat(fold.reconcile(new RangeResult(12, all), Word.NONE).state().health("orders-1")).isEqualTo(REFUSED);
        fold.written("orders-1", REFUSED, 14);
        assertThat(fold.apply(13, deleted(13)).state().health("orders-1")).isEqualTo(REFUSED);
        StateFold.Step own = fold.apply(14, put(REFUSED, 14));
        assertThat(own.touched().isEmpty()).as("nothing new").isTrue();
        assertThat(fold.apply(15, put(OLDER, 15)).state().health("orders-1")).isEqualTo(OLDER);
    }

    @Test
    void whatWasWrittenBeforeAnEventIsHeardTakesItsWordAgain() {
        fold.judged("orders-1", REFUSED);
        fold.apply(14, put(REFUSED, 14));
        fold.written("orders-1", REFUSED, 14);
        assertThat(fold.apply(15, deleted(15)).state().health("orders-1")).isNull();
    }

    @Test
    void thatAnOlderFindingIsWrittenEndsNothing() {
        fold.judged("orders-1", REFUSED);
        fold.judged("orders-1", null);
        fold.written("orders-1", REFUSED, 11);
        assertThat(fold.apply(11, put(REFUSED, 11)).state().health("orders-1")).isNull();
        fold.written("orders-1", null, 12);
        assertThat(fold.apply(12, deleted(12)).state().health("orders-1")).isNull();
    }

    @Test
    void aListingTakesBackWhatItDoesNotHaveUnlessItIsNotBelieved() {
        fold.apply(11, put(OLDER, 11));
        fold.reconcile(new RangeResult(12, List.of()), Word.NONE);
        assertThat(fold.held().ids()).isNotEmpty();
        assertThat(fold.state().health("orders-1")).as("nobody is well because a registry was emptied")
                .isEqualTo(OLDER);
        fold.reconcile(new RangeResult(13, all), Word.NONE);
        assertThat(fold.state().health("orders-1")).isNull();
    }

    @Test
    void aRecordThatCannotBeReadChangesNothing() {
        fold.apply(11, put(OLDER, 11));
        fold.apply(12, List.of(new Event(Event.Type.PUT,
                new KeyValue(RegistryKeys.health("orders-1"), new byte[]{(byte) 0xff}, 11, 12, 0))));
        assertThat(fold.state().health("orders-1")).isEqualTo(OLDER);
        assertThat(fold.unreadable()).containsKey(RegistryKeys.health("orders-1"));
        fold.apply(13, put(REFUSED, 13));
        assertThat(fold.state().health("orders-1")).isEqualTo(REFUSED);
        assertThat(fold.unreadable()).isEmpty();
    }
}
