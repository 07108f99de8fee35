package io.spillway.control.state;

import java.util.List;
import java.util.function.Consumer;

import io.spillway.registry.KeyValue;
import org.jspecify.annotations.Nullable;

/** Reads what stands under keys of the registry. Safe for use by any thread. */
final class RecordReader {

    /** Records that are read before they are handed on: few enough to be thrown away young. */
    private static final int AT_ONCE = 2048;

    private final RecordCodec codec;

    RecordReader(RecordCodec codec) {
        this.codec = codec;
    }

    /** An entry and what it says; {@code id} and {@code record} are null when it is not a resource. */
    record Read(KeyValue entry, ResourceKeys.@Nullable Id id, RecordCodec.@Nullable ReadRecord record) {}

    Read read(KeyValue entry) {
        ResourceKeys.Id id = ResourceKeys.idOf(entry.key());
        return new Read(entry, id, id == null ? null : read(id, entry));
    }

    /** A record that a codec falls over is one that cannot be read, and no reason to read no other. */
    private RecordCodec.ReadRecord read(ResourceKeys.Id id, KeyValue entry) {
        try {
            return codec.read(id.kind(), id.name(), entry.value(), entry.modRevision());
        } catch (RuntimeException bug) {
            return new RecordCodec.ReadRecord.Unknown("cannot be read: " + bug);
        }
    }

    /**
     * Hands on all of them in their order, on the caller's thread. They are read on all processors: that is most of what a
     * start costs, and needs nothing but the record.
     */
    void readAll(List<KeyValue> entries, Consumer<Read> taker) {
        for (int from = 0; from < entries.size(); from += AT_ONCE) {
            entries.subList(from, Math.min(entries.size(), from + AT_ONCE)).parallelStream().map(this::read).toList()
                    .forEach(taker);
        }
    }
}
