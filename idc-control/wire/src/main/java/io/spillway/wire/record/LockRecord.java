package io.spillway.wire.record;

import java.nio.charset.StandardCharsets;

import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Names;

/**
 * That only one switch-over may move some traffic: the bytes are its name.
 *
 * @param holder name of that switch-over
 */
public record LockRecord(String holder) {

    /** Returns the bytes of a record. */
    public byte[] encode() {
        return holder.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns who holds it, or what is wrong with the bytes. */
    public static Decoded<LockRecord> decode(byte[] bytes) {
        String holder = bytes.length > Names.LONGEST ? "" : new String(bytes, StandardCharsets.UTF_8);
        return Names.valid(holder)
                ? new Decoded.Valid<>(new LockRecord(holder))
                : Records.refused("", bytes.length + " bytes", "the name of a switch-over");
    }
}
