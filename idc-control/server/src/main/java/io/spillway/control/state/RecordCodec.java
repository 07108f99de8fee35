package io.spillway.control.state;

import java.time.Instant;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import org.jspecify.annotations.Nullable;

/** How resources stand in the registry. */
public interface RecordCodec {

    /** Reads the bytes of a key; never throws. {@code revision} becomes the resource's. */
    ReadRecord read(Kind kind, String name, byte[] value, long revision);

    /** Returns the bytes of a resource. Fields of {@code previous} that this program does not know survive. */
    byte[] write(Resource resource, byte @Nullable [] previous, String author, Instant at);

    /** Returns who wrote these bytes, or "unknown". */
    String author(byte[] value);

    /** What became of reading a record. */
    sealed interface ReadRecord {

        /** The resource, and who wrote it. */
        record Understood(Resource resource, StateChange.Written written) implements ReadRecord {}

        /** It cannot be understood; {@code reason} says why. */
        record Unknown(String reason) implements ReadRecord {}
    }
}
