package io.spillway.gateway.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.http.Field;

/** Which fields may be trailers: the rule of RFC 9110 section 6.5.1, the same as for chunked bodies. */
final class TrailerRules {
    private TrailerRules() {}

    /** Tells whether none of the lines is a field that the proxy itself writes or acts on. */
    static boolean allowed(ByteBuf lines) {
        byte[] name = new byte[Field.LONGEST];
        int at = lines.readerIndex();
        while (at < lines.writerIndex()) {
            int colon = lines.indexOf(at, lines.writerIndex(), (byte) ':');
            int length = colon - at;
            if (length <= Field.LONGEST) {
                lines.getBytes(at, name, 0, length);
                if (!Field.named(name, 0, length).passes()) {
                    return false;
                }
            }
            at = lines.indexOf(colon, lines.writerIndex(), (byte) '\n') + 1;
        }
        return true;
    }
}
