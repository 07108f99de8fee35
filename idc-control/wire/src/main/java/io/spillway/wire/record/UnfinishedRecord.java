package io.spillway.wire.record;

import java.time.Instant;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.model.document.Decoded;
import io.spillway.wire.v1.UnfinishedImport;

/**
 * A batch of imports that does not fit one transaction, while it is being written. One that stays was interrupted: what is
 * imported of that IDC is partly newer than the rest, until the batch comes again.
 *
 * @param written changes that are in the registry
 * @param changes all changes of the batch
 * @param since   when the first was written, in whole milliseconds
 */
public record UnfinishedRecord(int written, int changes, Instant since) {

    /** Returns the bytes of a record. */
    public byte[] encode() {
        return UnfinishedImport.newBuilder().setWritten(written).setChanges(changes)
                .setSinceUnixMillis(since.toEpochMilli()).build().toByteArray();
    }

    /** Returns what the bytes say, or what is wrong with them. Fields that this version does not know are left out. */
    public static Decoded<UnfinishedRecord> decode(byte[] bytes) {
        try {
            UnfinishedImport message = UnfinishedImport.parseFrom(bytes);
            return new Decoded.Valid<>(new UnfinishedRecord(message.getWritten(), message.getChanges(),
                    Instant.ofEpochMilli(message.getSinceUnixMillis())));
        } catch (InvalidProtocolBufferException broken) {
            return Records.refused("", bytes.length + " bytes", "an unfinished import: " + broken.getMessage());
        }
    }
}
