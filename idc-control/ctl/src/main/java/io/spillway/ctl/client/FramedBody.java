package io.spillway.ctl.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body of known length or in chunks. A body that is cut short is an error, never a shorter body. */
final class FramedBody extends InputStream {

    private static final int HEX = 16;

    private final InputStream in;
    private final boolean chunked;
    private boolean first = true;
    private boolean ended;
    private long left; // of the body, or of this chunk

    /** A body in chunks. */
    FramedBody(InputStream in) {
        this.in = in;
        this.chunked = true;
    }

    /** A body of that many bytes. */
    FramedBody(InputStream in, long length) {
        this.in = in;
        this.chunked = false;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            next();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(to, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the connection was closed in the middle of the answer");
        }
        left -= count;
        return count;
    }

    private void next() throws IOException {
        if (!chunked) {
            ended = true;
            return;
        }
        if (!first) {
            Exchange.line(in);
        }
        first = false;
        String size = Exchange.line(in).split(";", 2)[0].strip();
        if (!size.matches("[0-9A-Fa-f]{1,15}")) {
            throw new IOException("no HTTP answer");
        }
        left = Long.parseLong(size, HEX);
        ended = left == 0;
    }
}
