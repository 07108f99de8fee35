package io.spillway.wire.record;

import java.util.List;
import java.util.function.Function;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.v1.SwitchOver;
import io.spillway.wire.v1.TrafficShift;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever stands in a registry or comes from a peer: read or refused with words, and written back as it was read. */
class RecordsFuzzTest {

    private static final StoredResource OTHER = new StoredResource(
            Resource.of("orders", ServiceSpec.of(List.of("orders.example"), null)), "test", 1);

    @FuzzTest
    void registry(byte[] octets) {
        switch (Records.decode(octets, 7)) {
            case Decoded.Invalid<StoredResource> invalid ->
                assertThat(invalid.violations().getFirst().message()).isNotBlank();
            case Decoded.Valid<StoredResource>(StoredResource stored) -> {
                assertThat(Records.decode(Records.encode(stored), 7)).isEqualTo(new Decoded.Valid<>(stored));
                assertThat(Records.decode(Records.encodeOver(stored, octets), 7))
                        .isEqualTo(new Decoded.Valid<>(stored));
            }
        }
        assertThat(Records.decode(Records.encodeOver(OTHER, octets), 0)).isInstanceOf(Decoded.Valid.class);
    }

    @FuzzTest
    void imported(byte[] octets) {
        ServiceEntry message;
        try {
            message = ServiceEntry.parseFrom(octets);
        } catch (InvalidProtocolBufferException notOne) {
            return;
        }
        if (ReplicatedRecords.fromProto(message) instanceof Decoded.Valid<ServiceEntrySpec>(ServiceEntrySpec spec)) {
            assertThat(ReplicatedRecords.fromProto(ReplicatedRecords.toProto(spec)))
                    .isEqualTo(new Decoded.Valid<>(spec));
        }
    }

    @FuzzTest
    void shifted(byte[] octets) {
        TrafficShift message;
        try {
            message = TrafficShift.parseFrom(octets);
        } catch (InvalidProtocolBufferException notOne) {
            return;
        }
        if (ReplicatedRecords.fromProto(message) instanceof Decoded.Valid<TrafficShiftSpec>(TrafficShiftSpec spec)) {
            assertThat(ReplicatedRecords.fromProto(ReplicatedRecords.toProto(spec, 1)))
                    .isEqualTo(new Decoded.Valid<>(spec));
        }
    }

    @FuzzTest
    void switchedOver(byte[] octets) {
        SwitchOver message;
        try {
            message = SwitchOver.parseFrom(octets);
        } catch (InvalidProtocolBufferException notOne) {
            return;
        }
        if (ReplicatedRecords.fromProto(message) instanceof Decoded.Valid<Resource>(Resource resource)) {
            assertThat(ReplicatedRecords.fromProto(ReplicatedRecords.toProto(resource)))
                    .isEqualTo(new Decoded.Valid<>(resource));
        }
    }

    @FuzzTest
    void health(byte[] octets) {
        switch (HealthRecord.decode(octets)) {
            case Decoded.Invalid<HealthRecord> invalid ->
                assertThat(invalid.violations().getFirst().message()).isNotBlank();
            case Decoded.Valid<HealthRecord>(HealthRecord read) ->
                assertThat(HealthRecord.decode(read.encode())).isEqualTo(new Decoded.Valid<>(read));
        }
    }

    /** Notes beside imports: each reader gets what was meant for another, too. */
    @FuzzTest
    void noted(byte[] octets) {
        readsItsOwn(octets, HeldRecord::decode, HeldRecord::encode);
        readsItsOwn(octets, TraceRecord::decode, TraceRecord::encode);
        readsItsOwn(octets, UnfinishedRecord::decode, UnfinishedRecord::encode);
        readsItsOwn(octets, HeldSourceRecord::decode, HeldSourceRecord::encode);
        readsItsOwn(octets, LossRecord::decode, LossRecord::encode);
        readsItsOwn(octets, ProgressRecords::decode, ProgressRecords::encode);
        readsItsOwn(octets, LockRecord::decode, LockRecord::encode);
    }

    private static <T> void readsItsOwn(byte[] octets, Function<byte[], Decoded<T>> decode,
            Function<T, byte[]> encode) {
        switch (decode.apply(octets)) {
            case Decoded.Invalid<T> invalid -> assertThat(invalid.violations().getFirst().message()).isNotBlank();
            case Decoded.Valid<T>(T read) ->
                assertThat(decode.apply(encode.apply(read))).isEqualTo(new Decoded.Valid<>(read));
        }
    }

    @FuzzTest
    void spill(byte[] octets) {
        switch (SpillRecord.decode(octets)) {
            case Decoded.Invalid<SpillRecord> invalid ->
                assertThat(invalid.violations().getFirst().message()).isNotBlank();
            case Decoded.Valid<SpillRecord>(SpillRecord read) ->
                assertThat(SpillRecord.decode(read.encode())).isEqualTo(new Decoded.Valid<>(read));
        }
    }
}
