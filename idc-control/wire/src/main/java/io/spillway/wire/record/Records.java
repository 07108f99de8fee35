package io.spillway.wire.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Metadata;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.Spec;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.wire.document.SpecDocuments;
import io.spillway.wire.v1.Record;
import org.jspecify.annotations.Nullable;

/**
 * Resources as the bytes of registry records. Fields that this version does not know, at the top and inside the spec,
 * survive when a record is read, changed and written back.
 */
public final class Records {

    /** Schema number of the records that this version writes. */
    public static final int SCHEMA = 1;

    private Records() {}

    /** Returns the record of a resource that was not there before. */
    public static byte[] encode(StoredResource stored) {
        return message(stored).toByteArray();
    }

    /** Returns the same as a message. */
    static Record message(StoredResource stored) {
        return build(Record.newBuilder(), stored, SpecDocuments.write(stored.resource().spec()));
    }

    /**
     * Returns the record of a resource that replaces {@code previous}, with what this version did not understand of it.
     */
    public static byte[] encodeOver(StoredResource stored, byte[] previous) {
        Record record;
        try {
            record = Record.parseFrom(previous);
        } catch (InvalidProtocolBufferException notARecord) {
            // It is being replaced, and there is nothing in it to keep.
            return encode(stored);
        }
        Tree before = Structs.toTree(record.getSpec());
        List<String> unknown = new ArrayList<>();
        SpecDocuments.readStored(stored.resource().kind(), before, unknown);
        Tree after = UnknownKeys.carry(before, SpecDocuments.write(stored.resource().spec()), unknown);
        return build(record.toBuilder(), stored, after).toByteArray();
    }

    /**
     * Returns the resource of a record, or what is wrong with it.
     *
     * @param revision of the registry that wrote it, which becomes the resource's
     */
    public static Decoded<StoredResource> decode(byte[] bytes, long revision) {
        Record record;
        try {
            record = Record.parseFrom(bytes);
        } catch (InvalidProtocolBufferException broken) {
            return refused("", bytes.length + " bytes", "a record: " + broken.getMessage());
        }
        return decode(record, revision);
    }

    /** Returns the resource of a message, or what is wrong with it. */
    static Decoded<StoredResource> decode(Record record, long revision) {
        Kind kind = Kind.ofKindName(record.getKind());
        if (kind == null) {
            return refused("/kind", "\"" + record.getKind() + "\"", "a kind of this version");
        }
        if (!Names.valid(record.getName())) {
            return refused("/metadata/name", "\"" + record.getName() + "\"", Names.TYPE.expected());
        }
        Metadata metadata = new Metadata(record.getName(), record.getLabelsMap(), record.getAnnotationsMap(), revision);
        return SpecDocuments.readStored(kind, Structs.toTree(record.getSpec()), new ArrayList<>())
                .flatMap(spec -> assigned(spec, record))
                .map(spec -> new StoredResource(new Resource(kind, metadata, spec), record.getAuthor(),
                        record.getWrittenUnixMillis()));
    }

    private static Record build(Record.Builder record, StoredResource stored, Tree spec) {
        Resource resource = stored.resource();
        Struct struct = spec instanceof Tree.Mapping mapping ? Structs.of(mapping) : Struct.getDefaultInstance();
        record.setSchema(Math.max(SCHEMA, record.getSchema())).setKind(resource.kind().kindName())
                .setName(resource.name()).clearLabels().putAllLabels(resource.metadata().labels()).clearAnnotations()
                .putAllAnnotations(resource.metadata().annotations()).setSpec(struct).setAuthor(stored.author())
                .setWrittenUnixMillis(stored.writtenUnixMillis()).clearGeneration().clearCleared().clearStatus()
                .clearSeen();
        if ((resource.spec() instanceof SwitchOverSpec || resource.spec() instanceof DrillSpec)
                && SpecDocuments.writeStatus(resource.spec()) instanceof Tree.Mapping status) {
            record.setStatus(Structs.of(status));
        }
        if (resource.spec() instanceof TrafficShiftSpec shift) {
            record.setCleared(shift.cleared());
            if (shift.generation() instanceof Generation(long counter, String idc)) {
                record.putAllSeen(shift.seen())
                        .setGeneration(io.spillway.wire.v1.Generation.newBuilder().setCounter(counter).setIdc(idc));
            }
        }
        return record.build();
    }

    private static Decoded<Spec> assigned(Spec spec, Record record) {
        if (spec instanceof SwitchOverSpec switchOver && record.hasStatus()) {
            return SpecDocuments.readStatus(Structs.toTree(record.getStatus())).map(switchOver::with);
        }
        if (spec instanceof DrillSpec drill && record.hasStatus()) {
            return SpecDocuments.readDrillStatus(Structs.toTree(record.getStatus())).map(drill::with);
        }
        if (spec instanceof TrafficShiftSpec shift && record.hasGeneration()) {
            Generation generation = new Generation(record.getGeneration().getCounter(),
                    record.getGeneration().getIdc());
            return new Decoded.Valid<>(shift.committed(generation, authorOrNull(record.getAuthor()))
                    .seeing(record.getSeenMap()));
        }
        return new Decoded.Valid<>(spec);
    }

    static @Nullable String authorOrNull(String author) {
        return author.isEmpty() ? null : author;
    }

    static <T> Decoded<T> refused(String pointer, String value, String expected) {
        return new Decoded.Invalid<>(List.of(new Violation(pointer, value, expected, null)));
    }

    static Map<String, Tree> orderedCopy(Tree.Mapping mapping) {
        return new LinkedHashMap<>(mapping.fields());
    }
}
