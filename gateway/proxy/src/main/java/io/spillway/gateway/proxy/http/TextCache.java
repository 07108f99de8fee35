package io.spillway.gateway.proxy.http;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Texts that come again and again (paths), so that octets that were seen lately cost no new String. A table of
 * {@value #SLOTS} places that later texts overwrite: its memory is bounded whatever clients send. Owned by one event loop.
 */
public final class TextCache {
    private static final int SLOTS = 1024;
    private static final int LONGEST = 128;

    private final @Nullable String[] slots = new @Nullable String[SLOTS];

    /** Returns the octets as text; each octet becomes one character. */
    public String text(byte[] octets, int from, int to) {
        int length = to - from;
        if (length > LONGEST) {
            return new String(octets, from, length, StandardCharsets.ISO_8859_1);
        }
        int hash = 0;
        for (int at = from; at < to; at++) {
            hash = hash * 31 + octets[at];
        }
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        String known = slots[slot];
        if (known != null && same(known, octets, from, length)) {
            return known;
        }
        String text = new String(octets, from, length, StandardCharsets.ISO_8859_1);
        slots[slot] = text;
        return text;
    }

    private static boolean same(String known, byte[] octets, int from, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((octets[from + i] & 0xff) != known.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
