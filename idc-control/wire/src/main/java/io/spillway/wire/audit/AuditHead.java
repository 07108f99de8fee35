package io.spillway.wire.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.jspecify.annotations.Nullable;

/**
 * Where a chain ends: whoever knows a head knows all that is before it.
 *
 * @param sequence of the newest record; 0 when there is none
 * @param hash     64 lower-case hexadecimal digits
 */
public record AuditHead(long sequence, String hash) {

    /** No chain comes that far; who writes a head beyond it would let none go on. */
    private static final long END = 1_000_000_000_000_000_000L;

    /** Before the first record. */
    public static final AuditHead NONE = new AuditHead(0, AuditHash.NONE);

    /** Refuses with an IllegalArgumentException what cannot be a head. */
    public AuditHead {
        if (sequence < 0 || !AuditHash.valid(hash)) {
            throw new IllegalArgumentException("head: " + sequence + ":" + hash
                    + " (expected: a sequence from 0 and 64 lower-case hexadecimal digits)");
        }
    }

    /** Returns the head that people write as {@code <sequence>:<hash>}, or null when that is none. */
    public static @Nullable AuditHead parse(String text) {
        int colon = text.indexOf(':');
        return colon > 0 && text.substring(0, colon).matches("[0-9]{1,18}")
                && AuditHash.valid(text.substring(colon + 1))
                        ? new AuditHead(Long.parseLong(text.substring(0, colon)), text.substring(colon + 1))
                        : null;
    }

    /** Returns the head after that record. */
    public AuditHead with(byte[] record) {
        return new AuditHead(sequence + 1, AuditHash.after(hash, record));
    }

    /** Returns the bytes that are stored. */
    public byte[] encode() {
        return io.spillway.wire.v1.AuditHead.newBuilder().setSequence(sequence)
                .setHash(ByteString.copyFrom(AuditHash.bytes(hash))).build().toByteArray();
    }

    /** Returns what stored bytes say, or null when they say no head. */
    public static @Nullable AuditHead decode(byte[] bytes) {
        try {
            io.spillway.wire.v1.AuditHead message = io.spillway.wire.v1.AuditHead.parseFrom(bytes);
            String hash = AuditHash.text(message.getHash().toByteArray());
            return message.getSequence() >= 0 && message.getSequence() < END && AuditHash.valid(hash)
                    ? new AuditHead(message.getSequence(), hash)
                    : null;
        } catch (InvalidProtocolBufferException notOne) {
            return null;
        }
    }

    @Override
    public String toString() {
        return sequence + ":" + hash;
    }
}
