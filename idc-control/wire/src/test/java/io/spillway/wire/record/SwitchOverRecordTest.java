package io.spillway.wire.record;

import java.util.Random;

import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.wire.document.GeneratedSwitchOvers;
import io.spillway.wire.document.ResourceDocuments;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the state machine has made of a switch-over is all there when another node reads it. */
class SwitchOverRecordTest {

    @Test
    void aRecordIsReadBackAsItWasWritten() {
        for (int seed = 0; seed < 2_000; seed++) {
            StoredResource stored = new StoredResource(generated(seed).withRevision(7), "ann", 12);
            assertThat(Records.decode(Records.encode(stored), 7)).as("seed %s", seed)
                    .isEqualTo(new Decoded.Valid<>(stored));
        }
    }

    @Test
    void whatUsersWriteHasNoStatusWhateverTheySayUnderIt() {
        Resource resource = generated(3);
        assertThat(ResourceDocuments.read(ResourceDocuments.write(resource))).isEqualTo(
                new Decoded.Valid<>(resource.withSpec(((SwitchOverSpec) resource.spec()).asked())));
    }

    @Test
    void aRecordWhoseStatusIsNonsenseIsNotHalfRead() {
        byte[] bytes = Records.encode(new StoredResource(generated(5), "ann", 12));
        assertThat(Records.decode(spoilt(bytes), 7)).isInstanceOfSatisfying(Decoded.Invalid.class,
                invalid -> assertThat(invalid.violations().toString()).contains("state"));
    }

    private static byte[] spoilt(byte[] bytes) {
        try {
            io.spillway.wire.v1.Record record = io.spillway.wire.v1.Record.parseFrom(bytes);
            return record.toBuilder().setStatus(record.getStatus().toBuilder().putFields("state",
                    com.google.protobuf.Value.newBuilder().setStringValue("FLYING").build())).build().toByteArray();
        } catch (com.google.protobuf.InvalidProtocolBufferException notARecord) {
            throw new AssertionError(notARecord);
        }
    }

    private static Resource generated(int seed) {
        GeneratedSwitchOvers made = new GeneratedSwitchOvers(new Random(seed * 0x9E3779B97F4A7C15L));
        return Resource.of("evening", made.spec().with(made.status()));
    }
}
