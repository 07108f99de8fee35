package io.spillway.wire.record;

import java.time.Instant;
import java.util.List;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.wire.v1.HeldImport;
import org.jspecify.annotations.Nullable;

/**
 * An update of another IDC that a guard holds.
 *
 * @param guard   which one
 * @param detail  its figures, for people
 * @param since   when it was first held, in whole milliseconds; later reports of it do not change that
 * @param same    since when the origin says just this of membership, in whole milliseconds
 * @param said    the newest that the origin says; null when it says that it has no such service
 * @param removed when it is about the list of services: those that the origin has no more
 */
public record HeldRecord(String guard, String detail, Instant since, Instant same,
        @Nullable ServiceEntrySpec said, List<String> removed) {

    /** Copies the list. */
    public HeldRecord {
        removed = List.copyOf(removed);
    }

    /** Returns the bytes of a record. */
    public byte[] encode() {
        HeldImport.Builder message = HeldImport.newBuilder().setGuard(guard).setDetail(detail)
                .setSinceUnixMillis(since.toEpochMilli()).setSameSinceUnixMillis(same.toEpochMilli())
                .addAllRemoved(removed);
        return (said == null ? message : message.setSaid(ReplicatedRecords.toProto(said))).build().toByteArray();
    }

    /** Returns what the bytes say, or what is wrong with them. Fields that this version does not know are left out. */
    public static Decoded<HeldRecord> decode(byte[] bytes) {
        HeldImport message;
        try {
            message = HeldImport.parseFrom(bytes);
        } catch (InvalidProtocolBufferException broken) {
            return Records.refused("", bytes.length + " bytes", "a held import: " + broken.getMessage());
        }
        if (message.getGuard().isEmpty()) {
            return Records.refused("/guard", "\"\"", "the name of a guard");
        }
        Instant since = Instant.ofEpochMilli(message.getSinceUnixMillis());
        Instant same = message.getSameSinceUnixMillis() == 0
                ? since
                : Instant.ofEpochMilli(message.getSameSinceUnixMillis());
        if (!message.hasSaid()) {
            return new Decoded.Valid<>(new HeldRecord(message.getGuard(), message.getDetail(), since, same, null,
                    message.getRemovedList()));
        }
        return ReplicatedRecords.fromProto(message.getSaid()).map(said -> new HeldRecord(message.getGuard(),
                message.getDetail(), since, same, said, message.getRemovedList()));
    }
}
