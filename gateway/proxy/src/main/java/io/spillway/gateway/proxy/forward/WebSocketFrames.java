package io.spillway.gateway.proxy.forward;

import io.netty.buffer.ByteBuf;

/**
 * Knows whether one direction of a WebSocket connection stands between two frames (RFC 6455 section 5.2): only there may a
 * frame of our own be put in. Reads the heads of frames and skips their payloads by counting. Owned by one tunnel.
 */
final class WebSocketFrames {
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;

    /** Octets of the current frame's head so far; 0 between frames. */
    private int seen;
    /** Octets that the current frame's head has in all, known from its second on. */
    private int size = 2;
    private int extended;
    private long announced;
    private long payload;

    /** Tells whether the octets so far end with a whole frame. */
    boolean betweenFrames() {
        return seen == 0 && payload == 0;
    }

    /** Looks at octets that pass; moves nothing in the buffer. */
    void pass(ByteBuf octets) {
        int at = octets.readerIndex();
        int end = octets.writerIndex();
        while (at < end) {
            if (payload > 0) {
                int skipped = (int) Math.min(payload, end - at);
                payload -= skipped;
                at += skipped;
            } else {
                head(octets.getByte(at++) & 0xff);
            }
        }
    }

    private void head(int octet) {
        seen++;
        if (seen == 2) {
            int length = octet & LENGTH;
            extended = length == 127 ? 8 : length == 126 ? 2 : 0;
            size = 2 + extended + ((octet & MASKED) == 0 ? 0 : 4);
            announced = extended == 0 ? length : 0;
        } else if (seen > 2 && seen <= 2 + extended) {
            announced = announced << 8 | octet;
        }
        if (seen >= 2 && seen == size) {
            payload = announced & Long.MAX_VALUE;
            announced = 0;
            seen = 0;
            size = 2;
        }
    }
}
