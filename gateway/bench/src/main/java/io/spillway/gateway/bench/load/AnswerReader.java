package io.spillway.gateway.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Finds the ends of HTTP/1.1 answers with a Content-Length. Just enough for a generator; used on one event loop. */
final class AnswerReader {
    private static final String LENGTH = "content-length:";

    private final ByteBuf head = Unpooled.buffer(512);
    private long bodyLeft = -1;
    private int status;

    /** Consumes octets; returns the status of an answer that is now complete, 0 when more is needed. */
    int read(ByteBuf in) {
        while (bodyLeft < 0 && in.isReadable()) {
            byte octet = in.readByte();
            head.writeByte(octet);
            if (octet == '\n' && endsHead()) {
                headDone();
            }
        }
        if (bodyLeft < 0) {
            return 0;
        }
        int skip = (int) Math.min(bodyLeft, in.readableBytes());
        in.skipBytes(skip);
        bodyLeft -= skip;
        if (bodyLeft > 0) {
            return 0;
        }
        bodyLeft = -1;
        return status;
    }

    private boolean endsHead() {
        int end = head.writerIndex();
        return end >= 4 && head.getByte(end - 2) == '\r' && head.getByte(end - 3) == '\n';
    }

    private void headDone() {
        String text = head.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        head.clear();
        status = Integer.parseInt(text.substring(9, 12));
        int at = text.indexOf(LENGTH);
        if (at < 0) {
            throw new IllegalStateException("answer without Content-Length (expected by this generator): " + text);
        }
        bodyLeft = Long.parseLong(text.substring(at + LENGTH.length(), text.indexOf('\r', at)).strip());
    }
}
