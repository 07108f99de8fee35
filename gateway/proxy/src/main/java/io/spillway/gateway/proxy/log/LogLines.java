package io.spillway.gateway.proxy.log;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;

/**
 * JSON lines as octets, in one array that is used again and again: a line costs its octets and no object. Owned by the
 * writer of the log.
 */
final class LogLines {
    private static final int START = 16 * 1024;
    private static final int LONGEST_NUMBER = 20;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private byte[] octets = new byte[START];
    private int size;
    private long second = Long.MIN_VALUE;
    private byte[] secondText = {};

    boolean isEmpty() {
        return size == 0;
    }

    /** Writes all lines and forgets them, also when it fails. */
    void writeTo(OutputStream out) throws IOException {
        int length = size;
        size = 0;
        out.write(octets, 0, length);
        out.flush();
    }

    private void room(int more) {
        if (octets.length - size < more) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, size + more));
        }
    }

    /** Appends ASCII text as it is. */
    @SuppressWarnings("deprecation") // ASCII is what it is right for
    void raw(String ascii) {
        int length = ascii.length();
        room(length);
        ascii.getBytes(0, length, octets, size);
        size += length;
    }

    void number(String name, long value) {
        raw(",\"");
        raw(name);
        raw("\":");
        digits(value);
    }

    private void digits(long value) {
        room(LONGEST_NUMBER);
        if (value < 0) {
            raw(Long.toString(value)); // -1 stands for "none" and is rare
            return;
        }
        int at = size + 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            at++;
        }
        size = at;
        long rest = value;
        do {
            octets[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }

    void text(String name, String value) {
        raw(",\"");
        raw(name);
        raw("\":\"");
        room(6 * value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x20 && c <= 0x7e && c != '"' && c != '\\') {
                octets[size++] = (byte) c;
            } else {
                escaped(c);
            }
        }
        raw("\"");
    }

    private void escaped(char c) {
        octets[size++] = '\\';
        if (c == '"' || c == '\\') {
            octets[size++] = (byte) c;
            return;
        }
        octets[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            octets[size++] = (byte) HEX[c >> shift & 15];
        }
    }

    /** Appends an instant as RFC 3339 text with milliseconds, in UTC. */
    void instant(long unixMillis) {
        long now = Math.floorDiv(unixMillis, 1000);
        if (now != second) {
            second = now;
            String text = Instant.ofEpochSecond(now).toString();
            secondText = text.substring(0, text.length() - 1).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
        int millis = (int) Math.floorMod(unixMillis, 1000L);
        room(secondText.length + 5);
        System.arraycopy(secondText, 0, octets, size, secondText.length);
        size += secondText.length;
        octets[size++] = '.';
        octets[size++] = (byte) ('0' + millis / 100);
        octets[size++] = (byte) ('0' + millis / 10 % 10);
        octets[size++] = (byte) ('0' + millis % 10);
        octets[size++] = 'Z';
    }
}
