package io.spillway.wire.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.google.protobuf.ByteString;

/**
 * That the oldest records were taken out of the registry, as the record of it in the chain says.
 *
 * @param through      the newest that was taken out
 * @param exportDigest SHA-256 of the file to which they were exported, 64 lower-case hexadecimal digits
 * @param before       all that were taken out are older; in whole milliseconds
 */
public record AuditPruning(AuditHead through, String exportDigest, Instant before) {

    /** Cuts the time to whole milliseconds, as it is stored. */
    public AuditPruning {
        before = before.truncatedTo(ChronoUnit.MILLIS);
    }

    io.spillway.wire.v1.AuditPruning toProto() {
        return io.spillway.wire.v1.AuditPruning.newBuilder().setSequence(through.sequence())
                .setHash(ByteString.copyFrom(AuditHash.bytes(through.hash())))
                .setExportDigest(ByteString.copyFrom(AuditHash.bytes(exportDigest)))
                .setBeforeUnixMillis(before.toEpochMilli()).build();
    }

    /** What is no pruning gives one that fits no chain, so that the chain says where. */
    static AuditPruning fromProto(io.spillway.wire.v1.AuditPruning message) {
        String hash = AuditHash.text(message.getHash().toByteArray());
        return new AuditPruning(
                AuditHash.valid(hash) && message.getSequence() > 0
                        ? new AuditHead(message.getSequence(), hash)
                        : AuditHead.NONE,
                AuditHash.text(message.getExportDigest().toByteArray()),
                Instant.ofEpochMilli(message.getBeforeUnixMillis()));
    }
}
