package io.spillway.wire.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import com.google.protobuf.ByteString;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.wire.v1.Generation;
import io.spillway.wire.v1.Record;
import io.spillway.wire.v1.TrafficShift;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecordsTest {

    @Test
    void aSpillRecordIsReadAsItWasWritten() {
        SpillRecord record = new SpillRecord(
                new TreeMap<>(Map.of("default",
                        new SpillRecord.GroupLoad(1200, new TreeMap<>(Map.of("idc-b", 500L, "idc-c", 0L))), "canary",
                        new SpillRecord.GroupLoad(0, new TreeMap<>()))),
                Instant.ofEpochMilli(1_790_000_000_123L), "control-1");
        assertThat(SpillRecord.decode(record.encode())).isEqualTo(new Decoded.Valid<>(record));
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = record.encode();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            assertThat(SpillRecord.decode(bytes)).as("some answer, never an exception").isNotNull();
        }
        assertThat(SpillRecord.decode(new byte[0])).isInstanceOf(Decoded.Invalid.class);
    }

    @Test
    void notesBesideImportsComeBackAsTheyWent() {
        Instant at = Instant.ofEpochMilli(1_795_247_940_123L);
        ServiceEntrySpec said = new ServiceEntrySpec("idc-b", "orders", new OriginVersion(1, 7), List.of(),
                List.of(new GroupCapacity("default", 4, 2, 400, 200)));
        for (HeldRecord held : List.of(
                new HeldRecord("empties_service", "4 -> 0", at, at.plusMillis(5), said, List.of()),
                new HeldRecord("removes_majority_of_services", "2 of 3", at, at, null, List.of("a", "b")))) {
            assertThat(HeldRecord.decode(held.encode())).isEqualTo(new Decoded.Valid<>(held));
        }
        assertThat(HeldRecord.decode(new byte[0])).isInstanceOf(Decoded.Invalid.class);
        for (TraceRecord trace : List.of(TraceRecord.NOTHING,
                new TraceRecord(List.of(new TraceRecord.Declared(at, 10)),
                        new TraceRecord.Gone(new OriginVersion(2, 3), at, true)))) {
            assertThat(TraceRecord.decode(trace.encode())).isEqualTo(new Decoded.Valid<>(trace));
        }
        UnfinishedRecord unfinished = new UnfinishedRecord(200, 500, at);
        assertThat(UnfinishedRecord.decode(unfinished.encode())).isEqualTo(new Decoded.Valid<>(unfinished));
        HeldSourceRecord source = new HeldSourceRecord(2,
                List.of(new HeldSourceRecord.Workload("a", "empties_service"),
                        new HeldSourceRecord.Workload("b", "empties_service")),
                "");
        for (HeldSourceRecord held : List.of(source, source.releasedBy("ann"))) {
            assertThat(HeldSourceRecord.decode(held.encode())).isEqualTo(new Decoded.Valid<>(held));
        }
        LossRecord loss = new LossRecord(new io.spillway.model.resource.Generation(5, "idc-b"), "ann",
                new io.spillway.model.resource.Generation(6, "idc-a"), "bob", at);
        assertThat(LossRecord.decode(loss.encode())).isEqualTo(new Decoded.Valid<>(loss));
        assertThat(LossRecord.decode(new byte[0])).isInstanceOf(Decoded.Invalid.class);
    }

    @Test
    void whatAShiftBuildsOnTravelsAndIsKept() {
        TrafficShiftSpec shift = new TrafficShiftSpec(new ShiftScope.DrGroupScope("core"), Map.of("idc-a", 100),
                Set.of(), "r", null, OnExpiry.ALARM, false, new io.spillway.model.resource.Generation(7, "idc-a"),
                "ann")
                .seeing(Map.of("idc-a", 6L, "idc-b", 4L));
        assertThat(ReplicatedRecords.fromProto(ReplicatedRecords.toProto(shift, 1)))
                .isEqualTo(new Decoded.Valid<>(shift));
        Resource resource = Resource.of("drgroup.core", shift);
        assertThat(Records.decode(Records.encode(new StoredResource(resource, "ann", 1)), 0))
                .isEqualTo(new Decoded.Valid<>(new StoredResource(resource, "ann", 1)));
    }

    @Test
    void healthRecordsComeBackAsTheyWentAndNonsenseIsRefused() {
        HealthRecord record = new HealthRecord(HealthRecord.State.FLAPPING, "status 503",
                Instant.ofEpochMilli(1_795_247_940_123L), "control-1");
        assertThat(HealthRecord.decode(record.encode())).isEqualTo(new Decoded.Valid<>(record));
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = record.encode();
            for (int j = random.nextInt(4); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(HealthRecord.decode(bytes)).as("some answer, never an exception").isNotNull();
        }
        assertThat(HealthRecord.decode(new byte[0])).isInstanceOf(Decoded.Invalid.class);
    }

    private static final Resource ORDERS = Resource.of("orders", ServiceSpec.of(List.of("orders.example"), "core"));

    @Test
    void fieldsOfLaterVersionsSurviveAReadModifyWrite() throws Exception {
        byte[] later = ofALaterVersion();
        assertThat(Records.decode(later, 5)).isInstanceOf(Decoded.Valid.class);

        ServiceSpec changed = new ServiceSpec(List.of("o.example"), ((ServiceSpec) ORDERS.spec()).selector(),
                List.of(new GroupSpec("default", 7)), null, ((ServiceSpec) ORDERS.spec()).policy(), List.of("idc-b"));
        Record written = Record
                .parseFrom(Records.encodeOver(new StoredResource(ORDERS.withSpec(changed), "me", 2), later));

        assertThat(written.getSchema()).isEqualTo(2);
        assertThat(written.getUnknownFields().getField(99).getLengthDelimitedList())
                .containsExactly(ByteString.copyFromUtf8("later"));
        Struct spec = written.getSpec();
        assertThat(spec.getFieldsOrThrow("mirror").getStringValue()).isEqualTo("shadow");
        Struct group = spec.getFieldsOrThrow("groups").getListValue().getValues(0).getStructValue();
        assertThat(group.getFieldsOrThrow("warm").getBoolValue()).isTrue();
        assertThat(group.getFieldsOrThrow("weight").getNumberValue()).isEqualTo(7);
        assertThat(spec.getFieldsMap()).doesNotContainKey("drGroup");
        assertThat(spec.getFieldsOrThrow("hosts").getListValue().getValues(0).getStringValue()).isEqualTo("o.example");
    }

    @Test
    void aKeyInAListThatChangedItsLengthIsLetGo() throws Exception {
        ServiceSpec two = new ServiceSpec(List.of("o.example"), ((ServiceSpec) ORDERS.spec()).selector(),
                List.of(new GroupSpec("default", 7), new GroupSpec("canary", 1)), null,
                ((ServiceSpec) ORDERS.spec()).policy(), List.of("*"));
        Record written = Record
                .parseFrom(Records.encodeOver(new StoredResource(ORDERS.withSpec(two), "me", 2), ofALaterVersion()));
        assertThat(written.getSpec().getFieldsOrThrow("groups").toString()).doesNotContain("warm");
        assertThat(written.getSpec().getFieldsMap()).containsKey("mirror");
    }

    @Test
    void whatIsNoRecordIsRefusedWithItsReason() {
        assertThat(message(Records.decode(new byte[]{1, 2, 3}, 1)))
                .startsWith("document: 3 bytes (expected: a record: ");
        assertThat(message(Records.decode(Record.newBuilder().setKind("Pod").setName("x").build().toByteArray(), 1)))
                .isEqualTo("/kind: \"Pod\" (expected: a kind of this version)");
        assertThat(message(Records.decode(Record.newBuilder().setKind("Idc").setName("X").build().toByteArray(), 1)))
                .startsWith("/metadata/name: \"X\"");
        assertThat(
                message(Records.decode(Record.newBuilder().setKind("Cluster").setName("x").build().toByteArray(), 1)))
                .startsWith("/idc: missing");
    }

    @Test
    void aReplicatedShiftIsCheckedLikeOneThatIsWritten() {
        TrafficShift good = TrafficShift.newBuilder().setScope("drgroup/core").putWeights("idc-a", 100)
                .setGeneration(Generation.newBuilder().setCounter(3).setIdc("idc-b")).setReason("r").build();
        assertThat(ReplicatedRecords.fromProto(good)).isInstanceOf(Decoded.Valid.class);
        assertThat(message(ReplicatedRecords.fromProto(good.toBuilder().putWeights("idc-a", 99).build())))
                .isEqualTo("/weights: sum 99 (expected: percent per IDC, sum 100)");
        assertThat(message(ReplicatedRecords.fromProto(good.toBuilder().setScope("core").build())))
                .isEqualTo("/scope: \"core\" (expected: mapping)");
        assertThat(message(ReplicatedRecords.fromProto(good.toBuilder().clearGeneration().build())))
                .isEqualTo("/generation: 0/ (expected: counter of at least 1 and the name of an IDC)");
    }

    @Test
    void whatIsReplicatedCanAlwaysBeStoredAndReadAgain() {
        TrafficShift noReason = TrafficShift.newBuilder().setScope("drgroup/core").putWeights("idc-a", 100)
                .setGeneration(Generation.newBuilder().setCounter(3).setIdc("idc-b")).build();
        assertThat(message(ReplicatedRecords.fromProto(noReason)))
                .isEqualTo("/reason: \"\" (expected: text that is not empty)");
        TrafficShift oddNames = noReason.toBuilder().setReason("r").putWeights("IDC A", 0).addExcluded("/").build();
        assertThat(ReplicatedRecords.fromProto(oddNames)).isInstanceOf(Decoded.Invalid.class);
    }

    private static byte[] ofALaterVersion() throws Exception {
        Record record = Record.parseFrom(Records.encode(new StoredResource(ORDERS, "somebody", 1)));
        Struct group = record.getSpec().getFieldsOrThrow("groups").getListValue().getValues(0).getStructValue()
                .toBuilder().putFields("warm", Value.newBuilder().setBoolValue(true).build()).build();
        Struct spec = record.getSpec().toBuilder()
                .putFields("mirror", Value.newBuilder().setStringValue("shadow").build())
                .putFields("groups", Value.newBuilder()
                        .setListValue(ListValue.newBuilder().addValues(Value.newBuilder().setStructValue(group)))
                        .build())
                .build();
        return record.toBuilder().setSchema(2).setSpec(spec)
                .setUnknownFields(UnknownFieldSet.newBuilder().addField(99, UnknownFieldSet.Field.newBuilder()
                        .addLengthDelimited(ByteString.copyFromUtf8("later")).build()).build())
                .build().toByteArray();
    }

    private static String message(Decoded<?> decoded) {
        return decoded instanceof Decoded.Invalid<?>(List<Violation> violations)
                ? violations.getFirst().message()
                : "valid: " + decoded;
    }
}
