package io.spillway.drill.mock.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * 64 bits that stand for some octets. For telling versions apart, not for tables that somebody could want to overfill:
 * eight octets at a time are multiplied into the state, and the state is mixed at the end with the finaliser of
 * MurmurHash3 (Appleby).
 */
public final class Hash64 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private Hash64() {}

    /** Returns the hash of a part of an array; never 0. */
    public static long of(byte[] octets, int from, int length) {
        long hash = FACTOR ^ length;
        int at = from;
        int end = from + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = step(hash, (long) LONGS.get(octets, at));
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = (rest << Byte.SIZE) | (octets[at] & 0xFF);
        }
        long mixed = mix(step(hash, rest));
        return mixed == 0 ? 1 : mixed;
    }

    /** Returns one hash for two. */
    public static long both(long one, long other) {
        return mix(step(one, other));
    }

    private static long step(long hash, long value) {
        return Long.rotateLeft((hash ^ value) * FACTOR, 29);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
