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
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.HealthRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The registry is listed and compared with while events go on: what they tell of later is not undone. */
class ComparisonTest {

    private static final HealthRecord REFUSED = new HealthRecord(HealthRecord.State.UNHEALTHY, "refused",
            Instant.EPOCH, "control-2");

    private final RecordCodec codec = new StoredRecords();
    private final RecordReader reader = new RecordReader(codec);
    private final StateFold fold = new StateFold(codec);
    private final List<KeyValue> all = new ArrayList<>();

    @BeforeEach
    void hasAServiceWithTenWorkloads() {
        all.add(entry(Resource.of("orders", ServiceSpec.of(List.of("orders.test"), null)), 1));
        for (int i = 0; i < 10; i++) {
            all.add(entry(workload(i, 9000), 2 + i));
        }
        fold.reconcile(new RangeResult(20, all), Word.NONE);
        fold.remember();
    }

    private static Resource workload(int number, int port) {
        return Resource.of("orders-" + number, new WorkloadEntrySpec("orders", "default", "primary-a", "127.0.0.1",
                port, 100, WorkloadState.UP, Map.of(), null));
    }

    private KeyValue entry(Resource resource, long revision) {
        return new KeyValue(ResourceKeys.keyOf(resource.kind(), resource.name()),
                codec.write(resource, null, "t", Instant.EPOCH), revision, revision, 0);
    }

    private static KeyValue health(HealthRecord record, long revision) {
        return new KeyValue(RegistryKeys.health("orders-1"), record.encode(), revision, revision, 0);
    }

    private void put(KeyValue entry) {
        fold.apply(entry.modRevision(), List.of(new Event(Event.Type.PUT, entry)));
    }

    private void delete(String key, long revision) {
        fold.apply(revision, List.of(new Event(Event.Type.DELETE, new KeyValue(key, new byte[0], 0, revision, 0))));
    }

    private Comparison compared(long revision, List<KeyValue> listing) {
        return Comparison.of(fold.state(), fold.unreadable().keySet(), new RangeResult(revision, listing), reader);
    }

    private int port(int number) {
        Resource found = fold.state().get(Kind.WORKLOAD_ENTRY, "orders-" + number);
        return found != null && found.spec() instanceof WorkloadEntrySpec spec ? spec.port() : 0;
    }

    /** The owner of the state has nothing to go through, however much there is. */
    @Test
    void ofAnUnchangedRegistryNothingIsHandedOver() {
        put(health(REFUSED, 21));
        put(new KeyValue(RegistryKeys.resource("services", "odd"), new byte[]{(byte) 0xff}, 22, 22, 0));
        all.add(health(REFUSED, 21));
        all.add(new KeyValue(RegistryKeys.resource("services", "odd"), new byte[]{(byte) 0xff}, 22, 22, 0));
        Comparison comparison = compared(25, all);
        assertThat(comparison.read()).isEmpty();
        assertThat(comparison.difference().older()).isEmpty();
        assertThat(comparison.difference().gone()).isEmpty();
        assertThat(comparison.difference().words()).isEmpty();
        assertThat(comparison.difference().silent()).isEmpty();
        assertThat(comparison.difference().vanished()).isEmpty();
        ControlState before = fold.state();
        StateFold.Step step = fold.take(comparison);
        assertThat(step.changed()).isEmpty();
        assertThat(step.touched().isEmpty()).isTrue();
        assertThat(step.state().sameContent(before)).isTrue();
        assertThat(step.state().revision()).isEqualTo(25);
    }

    @Test
    void whatNoEventHasToldIsTaken() {
        List<KeyValue> listing = new ArrayList<>(all.subList(0, 10));
        listing.set(1, entry(workload(0, 9100), 21));
        listing.add(entry(workload(20, 9020), 22));
        listing.add(health(REFUSED, 23));
        StateFold.Step step = fold.take(compared(25, listing));
        assertThat(step.changed()).hasSize(3);
        assertThat(port(0)).isEqualTo(9100);
        assertThat(port(20)).isEqualTo(9020);
        assertThat(port(9)).as("it is gone").isZero();
        assertThat(fold.state().health("orders-1")).isEqualTo(REFUSED);
    }

    @Test
    void anEventAfterTheListingIsNotUndoneWhetherItCameBeforeTheComparisonOrAfter() {
        put(entry(workload(0, 9100), 31));
        delete(all.get(2).key(), 32);
        put(entry(workload(20, 9020), 33));
        put(health(REFUSED, 34));
        Comparison comparison = compared(30, all);
        assertThat(comparison.difference().isEmpty()).as("the listing is older in four things").isFalse();
        put(entry(workload(2, 9102), 35));
        delete(all.get(4).key(), 36);
        put(entry(workload(21, 9021), 37));
        assertThat(fold.take(comparison).changed()).isEmpty();
        assertThat(List.of(port(0), port(1), port(20), port(2), port(3), port(21))).containsExactly(9100, 0, 9020,
                9102, 0, 9021);
        assertThat(fold.state().health("orders-1")).isEqualTo(REFUSED);
        assertThat(fold.state().revision()).isEqualTo(37);
        assertThat(fold.held()).as("nobody thinks that the registry went back").isEqualTo(HeldRemovals.NONE);
    }

    @Test
    void aNewResourceThatIsDeletedMeanwhileDoesNotComeBack() {
        List<KeyValue> listing = new ArrayList<>(all);
        listing.add(entry(workload(20, 9020), 21));
        Comparison comparison = compared(30, listing);
        put(entry(workload(20, 9020), 21));
        delete(ResourceKeys.keyOf(Kind.WORKLOAD_ENTRY, "orders-20"), 31);
        fold.take(comparison);
        assertThat(port(20)).isZero();
    }

    @Test
    void anEventOfWhatTheListingHasTooChangesNothingTwice() {
        List<KeyValue> listing = new ArrayList<>(all);
        listing.set(1, entry(workload(0, 9100), 21));
        Comparison comparison = compared(30, listing);
        put(entry(workload(0, 9100), 21));
        assertThat(fold.take(comparison).changed()).isEmpty();
        fold.apply(29, List.of(new Event(Event.Type.PUT, entry(workload(1, 1), 29))));
        assertThat(port(1)).as("the listing has overtaken it").isEqualTo(9000);
    }

    @Test
    void whatCannotBeReadSinceTheListingStaysUnreadable() {
        String key = ResourceKeys.keyOf(Kind.WORKLOAD_ENTRY, "orders-0");
        List<KeyValue> listing = new ArrayList<>(all);
        listing.set(1, entry(workload(0, 9100), 21));
        Comparison comparison = compared(30, listing);
        put(new KeyValue(key, new byte[]{(byte) 0xff}, 2, 31, 0));
        fold.take(comparison);
        assertThat(fold.unreadable()).containsKey(key);
    }

    @Test
    void whatWasLostAtOnceAfterTheListingIsHeldOn() {
        Comparison comparison = compared(30, all);
        fold.apply(31, all.subList(1, 9).stream().map(entry -> new Event(Event.Type.DELETE,
                new KeyValue(entry.key(), new byte[0], 0, 31, 0))).toList());
        assertThat(fold.held().ids()).hasSize(8);
        fold.take(comparison);
        assertThat(fold.held().ids()).hasSize(8);
        assertThat(fold.state().all(Kind.WORKLOAD_ENTRY).size()).isEqualTo(10);
    }

    @Test
    void aListingThatLacksMostIsJudgedAsEver() {
        fold.take(compared(30, all.subList(0, 3)));
        assertThat(fold.held().detail()).isEqualTo("8 of 10 workloads are gone at once");
        fold.remember();
        assertThat(fold.take(compared(31, all)).changed()).isEmpty();
        assertThat(fold.held()).isEqualTo(HeldRemovals.NONE);
    }

    @Test
    void whatThisNodeFoundOutMeanwhileCounts() {
        List<KeyValue> listing = new ArrayList<>(all);
        listing.add(health(REFUSED, 21));
        Comparison comparison = compared(30, listing);
        HealthRecord own = new HealthRecord(HealthRecord.State.FLAPPING, "reset", Instant.EPOCH, "control-1");
        fold.judged("orders-1", own);
        fold.take(comparison);
        assertThat(fold.state().health("orders-1")).isEqualTo(own);
    }
}
