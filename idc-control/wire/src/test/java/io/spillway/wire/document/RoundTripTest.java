package io.spillway.wire.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.wire.record.Records;
import io.spillway.wire.record.ReplicatedRecords;
import io.spillway.wire.record.StoredResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is written is read back the same, in every form. */
@Tag("slow")
class RoundTripTest {

    private static final int TIMES = 100;

    @ParameterizedTest
    @EnumSource
    void yaml(Kind kind) {
        GeneratedResources generated = new GeneratedResources(new Random(kind.name().hashCode()));
        for (int i = 0; i < TIMES; i++) {
            Resource resource = generated.next(kind);
            String text = YamlText.write(ResourceDocuments.write(resource));
            assertThat(ResourceDocuments.parse(text)).as(text).isEqualTo(new Decoded.Valid<>(List.of(resource)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void json(Kind kind) {
        GeneratedResources generated = new GeneratedResources(new Random(100L + kind.name().hashCode()));
        for (int i = 0; i < TIMES; i++) {
            Resource resource = generated.next(kind);
            Tree tree = ResourceDocuments.write(resource);
            for (String text : List.of(JsonText.write(tree), JsonText.writeIndented(tree))) {
                assertThat(JsonText.parse(text)).as(text).isEqualTo(new Decoded.Valid<>(tree));
                assertThat(ResourceDocuments.parse(text)).as("as YAML: " + text)
                        .isEqualTo(new Decoded.Valid<>(List.of(resource)));
            }
            assertThat(ResourceDocuments.read(tree)).isEqualTo(new Decoded.Valid<>(resource));
        }
    }

    @ParameterizedTest
    @EnumSource
    void records(Kind kind) {
        GeneratedResources generated = new GeneratedResources(new Random(200L + kind.name().hashCode()));
        for (int i = 0; i < TIMES; i++) {
            Resource resource = generated.next(kind);
            String author = resource.spec() instanceof TrafficShiftSpec shift && shift.author() != null
                    ? shift.author()
                    : "";
            StoredResource stored = new StoredResource(resource, author, i);
            byte[] bytes = Records.encode(stored);
            assertThat(Records.decode(bytes, resource.metadata().revision())).isEqualTo(new Decoded.Valid<>(stored));
            assertThat(Records.encodeOver(stored, bytes)).isEqualTo(bytes);
        }
    }

    @Test
    void replicatedRecords() {
        GeneratedResources generated = new GeneratedResources(new Random(300));
        for (int i = 0; i < TIMES; i++) {
            ServiceEntrySpec entry = (ServiceEntrySpec) generated.next(Kind.SERVICE_ENTRY).spec();
            assertThat(ReplicatedRecords.fromProto(ReplicatedRecords.toProto(entry)))
                    .isEqualTo(new Decoded.Valid<>(entry));
            TrafficShiftSpec shift = (TrafficShiftSpec) generated.next(Kind.TRAFFIC_SHIFT).spec();
            if (shift.generation() != null) {
                assertThat(ReplicatedRecords.fromProto(ReplicatedRecords.toProto(shift, 1)))
                        .isEqualTo(new Decoded.Valid<>(shift));
            }
        }
    }

    @Test
    void severalDocumentsAndLists() {
        GeneratedResources generated = new GeneratedResources(new Random(400));
        List<Resource> resources = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            resources.add(generated.next(kind));
        }
        String documents = YamlText.write(resources.stream().map(ResourceDocuments::write).toList());
        assertThat(ResourceDocuments.parse(documents)).isEqualTo(new Decoded.Valid<>(resources));
        String list = JsonText.write(ResourceDocuments.writeList(resources));
        assertThat(ResourceDocuments.parse(list)).isEqualTo(new Decoded.Valid<>(resources));
    }

    @Test
    void javaObjects() {
        GeneratedResources generated = new GeneratedResources(new Random(500));
        for (int i = 0; i < TIMES; i++) {
            Tree tree = ResourceDocuments.write(generated.next(Kind.DRILL));
            assertThat(Trees.of(Trees.toJava(tree))).isEqualTo(tree);
        }
    }
}
