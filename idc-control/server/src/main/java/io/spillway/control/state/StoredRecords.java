package io.spillway.control.state;

import java.time.Instant;
import java.util.stream.Collectors;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.wire.record.Records;
import io.spillway.wire.record.StoredResource;
import org.jspecify.annotations.Nullable;

/** Resources as protobuf records. A record must say the kind and name of the key that it stands under. */
public final class StoredRecords implements RecordCodec {

    @Override
    public ReadRecord read(Kind kind, String name, byte[] value, long revision) {
        return switch (Records.decode(value, revision)) {
            case Decoded.Valid<StoredResource>(StoredResource stored) -> {
                Resource resource = stored.resource();
                yield resource.kind() == kind && resource.name().equals(name)
                        ? new ReadRecord.Understood(resource, written(stored))
                        : new ReadRecord.Unknown("record of " + resource.title() + " (expected: "
                                + kind.kindName() + " " + name + ")");
            }
            case Decoded.Invalid<StoredResource>(var violations) -> new ReadRecord.Unknown(
                    violations.stream().map(Violation::message).collect(Collectors.joining("; ")));
        };
    }

    private static StateChange.Written written(StoredResource stored) {
        return new StateChange.Written(
                stored.author().isEmpty() ? StateChange.Written.UNKNOWN.author() : stored.author(),
                stored.writtenUnixMillis() == 0 ? null : Instant.ofEpochMilli(stored.writtenUnixMillis()));
    }

    @Override
    public byte[] write(Resource resource, byte @Nullable [] previous, String author, Instant at) {
        StoredResource stored = new StoredResource(resource, author, at.toEpochMilli());
        return previous == null ? Records.encode(stored) : Records.encodeOver(stored, previous);
    }

    @Override
    public String author(byte[] value) {
        return switch (Records.decode(value, 0)) {
            case Decoded.Valid<StoredResource>(StoredResource stored) when !stored.author().isEmpty() ->
                stored.author();
            case Decoded.Valid<StoredResource> _,Decoded.Invalid<StoredResource> _ -> "unknown";
        };
    }
}
