package io.spillway.drill.mock.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import io.grpc.Drainable;
import io.grpc.KnownLength;

/** Arrays one after another, for gRPC to take without another copy of them. Belongs to one thread. */
public final class OctetStream extends InputStream implements KnownLength, Drainable {

    private final byte[][] parts;
    private int part;
    private int at;

    OctetStream(byte[]... parts) {
        this.parts = parts;
    }

    @Override
    public int available() {
        int left = -at;
        for (int i = part; i < parts.length; i++) {
            left += parts[i].length;
        }
        return left;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int most) {
        if (most == 0) {
            return 0;
        }
        while (part < parts.length && at == parts[part].length) {
            part++;
            at = 0;
        }
        if (part == parts.length) {
            return -1;
        }
        int count = Math.min(most, parts[part].length - at);
        System.arraycopy(parts[part], at, target, from, count);
        at += count;
        return count;
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
        int total = available();
        for (; part < parts.length; part++) {
            target.write(parts[part], at, parts[part].length - at);
            at = 0;
        }
        return total;
    }
}
