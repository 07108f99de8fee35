package io.spillway.wire.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.model.document.Decoded;
import org.jspecify.annotations.Nullable;

/** A record as it stands under a key: its bytes, and the hash that chains it to the one before. Immutable. */
public final class AuditEntry {

    private final long place;
    private final byte[] bytes;
    private final String hash;
    private final long revision;

    AuditEntry(long place, byte[] bytes, String hash, long revision) {
        this.place = place;
        this.bytes = bytes;
        this.hash = hash;
        this.revision = revision;
    }

    /** Returns the entry that goes on from a head with that record. */
    public static AuditEntry after(AuditHead head, AuditRecord record) {
        byte[] bytes = record.encode();
        AuditHead next = head.with(bytes);
        return new AuditEntry(next.sequence(), bytes, next.hash(), 0);
    }

    /**
     * Returns what stands under the key of that place since that revision. Bytes that are no entry give one whose hash fits
     * nothing, so that the chain says where.
     */
    public static AuditEntry decode(long place, byte[] value, long revision) {
        try {
            io.spillway.wire.v1.AuditEntry message = io.spillway.wire.v1.AuditEntry.parseFrom(value);
            return new AuditEntry(place, message.getRecord().toByteArray(),
                    AuditHash.text(message.getHash().toByteArray()), revision);
        } catch (InvalidProtocolBufferException broken) {
            return new AuditEntry(place, value.clone(), "", revision);
        }
    }

    /** Returns the bytes that are stored. */
    public byte[] encode() {
        return io.spillway.wire.v1.AuditEntry.newBuilder().setRecord(ByteString.copyFrom(bytes))
                .setHash(ByteString.copyFrom(AuditHash.bytes(hash))).build().toByteArray();
    }

    /** Returns the sequence that the key says. */
    public long place() {
        return place;
    }

    /** Returns the hash that the entry says it has. */
    public String hash() {
        return hash;
    }

    /** Returns the revision in which the key was written; 0 when that is not known. */
    public long revision() {
        return revision;
    }

    /** Returns the head of the chain that ends here. */
    public @Nullable AuditHead head() {
        return AuditHash.valid(hash) ? new AuditHead(place, hash) : null;
    }

    /** Returns the record. */
    public Decoded<AuditRecord> record() {
        return AuditRecord.decode(bytes);
    }

    /** Returns the bytes of the record; a copy. */
    byte[] bytes() {
        return bytes.clone();
    }
}
