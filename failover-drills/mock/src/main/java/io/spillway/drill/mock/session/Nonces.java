package io.spillway.drill.mock.session;

import java.util.Arrays;

/** The hashes of the last nonces of a type. Belongs to its session's thread. */
final class Nonces {

    private static final int REMEMBERED = 16;

    private final long[] last = new long[REMEMBERED];
    private int next;

    /** Returns whether it is not one of the last. */
    boolean add(String nonce) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (int i = 0; i < nonce.length(); i++) {
            hash = (hash ^ nonce.charAt(i)) * 0x0000_0100_0000_01b3L;
        }
        for (long each : last) {
            if (each == hash) {
                return false;
            }
        }
        last[next] = hash;
        next = (next + 1) % REMEMBERED;
        return true;
    }

    void clear() {
        Arrays.fill(last, 0);
    }
}
