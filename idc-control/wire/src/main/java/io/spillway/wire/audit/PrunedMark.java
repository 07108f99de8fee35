package io.spillway.wire.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.jspecify.annotations.Nullable;

/**
 * Where a chain begins that was pruned. It proves nothing by itself: the record does, which must be in the chain.
 *
 * @param through the newest record that was pruned; {@link AuditHead#NONE} when none was
 * @param record  sequence of the record that says so
 * @param cleared so far the keys of pruned records are deleted
 */
public record PrunedMark(AuditHead through, long record, long cleared) {

    /** Nothing was pruned. */
    public static final PrunedMark NONE = new PrunedMark(AuditHead.NONE, 0, 0);

    /** Returns whether keys of pruned records are still there. */
    public boolean unfinished() {
        return cleared < through.sequence();
    }

    /** Returns the same when the keys are deleted so far. */
    public PrunedMark clearedTo(long sequence) {
        return new PrunedMark(through, record, sequence);
    }

    /** Returns the bytes that are stored. */
    public byte[] encode() {
        return io.spillway.wire.v1.AuditPruned.newBuilder().setSequence(through.sequence())
                .setHash(ByteString.copyFrom(AuditHash.bytes(through.hash()))).setRecord(record).setCleared(cleared)
                .build().toByteArray();
    }

    /** Returns what stored bytes say, or null when they are no mark. */
    public static @Nullable PrunedMark decode(byte[] bytes) {
        try {
            io.spillway.wire.v1.AuditPruned message = io.spillway.wire.v1.AuditPruned.parseFrom(bytes);
            String hash = AuditHash.text(message.getHash().toByteArray());
            return message.getSequence() > 0 && message.getRecord() > message.getSequence()
                    && message.getCleared() >= 0 && AuditHash.valid(hash)
                            ? new PrunedMark(new AuditHead(message.getSequence(), hash), message.getRecord(),
                                    message.getCleared())
                            : null;
        } catch (InvalidProtocolBufferException notOne) {
            return null;
        }
    }
}
