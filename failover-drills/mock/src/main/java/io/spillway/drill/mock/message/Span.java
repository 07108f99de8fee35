package io.spillway.drill.mock.message;

import java.nio.charset.StandardCharsets;

/**
 * Where something lies in the octets of a response. Mutable and reused; belongs to the thread that walks.
 */
final class Span {

    int at;
    int length;

    void clear() {
        at = 0;
        length = 0;
    }

    String text(byte[] octets) {
        return new String(octets, at, length, StandardCharsets.UTF_8);
    }
}
