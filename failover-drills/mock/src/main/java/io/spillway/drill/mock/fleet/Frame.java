package io.spillway.drill.mock.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The message that an event loop has just read; the same array again and again, so that a fleet that receives gigabytes
 * leaves no garbage behind. gRPC reads a message and hands it on before it reads another of the same loop. Belongs to the
 * event loop.
 */
final class Frame {

    private static final int USUAL = 64 * 1024;
    private static final int KEPT = 8 * 1024 * 1024;

    private byte[] octets = new byte[USUAL];
    private int length;

    byte[] octets() {
        return octets;
    }

    int length() {
        return length;
    }

    Frame read(InputStream in) throws IOException {
        length = 0;
        int expected = in.available();
        if (octets.length > KEPT && expected <= USUAL) {
            octets = new byte[USUAL];
        }
        if (octets.length < expected) {
            octets = new byte[Math.max(expected, Math.min(2 * octets.length, KEPT))];
        }
        while (true) {
            if (length == octets.length) {
                int next = in.read();
                if (next < 0) {
                    return this;
                }
                octets = Arrays.copyOf(octets, 2 * length);
                octets[length++] = (byte) next;
            }
            int count = in.read(octets, length, octets.length - length);
            if (count < 0) {
                return this;
            }
            length += count;
        }
    }
}
