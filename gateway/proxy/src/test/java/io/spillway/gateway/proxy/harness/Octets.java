package io.spillway.gateway.proxy.harness;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Reads HTTP/1 from a stream the slow and obvious way. */
public final class Octets {
    private Octets() {}

    /** Returns the lines, each with its CR LF. */
    public static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    /** Returns a head with its empty line; empty at a clean end of the stream. */
    public static Optional<String> head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                if (head.isEmpty()) {
                    return Optional.empty();
                }
                throw new EOFException("in the middle of a head: " + head);
            }
            head.append((char) octet);
        }
        return Optional.of(head.toString());
    }

    /** Returns a field's value. */
    public static Optional<String> field(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .map(line -> line.substring(name.length() + 1).strip()).findFirst();
    }

    /** Returns the body as it was sent, chunking included. */
    public static String body(InputStream in, String head, boolean untilClose) throws IOException {
        Optional<String> length = field(head, "Content-Length");
        if (length.isPresent()) {
            return exactly(in, Integer.parseInt(length.get()));
        }
        if (field(head, "Transfer-Encoding").isPresent()) {
            return chunked(in);
        }
        return untilClose ? new String(in.readAllBytes(), StandardCharsets.ISO_8859_1) : "";
    }

    static String exactly(InputStream in, int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        if (octets.length < count) {
            throw new EOFException("after " + octets.length + " of " + count + " octets of a body");
        }
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static String chunked(InputStream in) throws IOException {
        StringBuilder all = new StringBuilder();
        while (true) {
            String line = line(in);
            all.append(line);
            int size = Integer.parseInt(line.strip().split(";")[0], 16);
            if (size == 0) {
                String trailer = line(in);
                while (!trailer.equals("\r\n")) {
                    all.append(trailer);
                    trailer = line(in);
                }
                return all.append(trailer).toString();
            }
            all.append(exactly(in, size + 2));
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet != '\n') {
            if (octet < 0) {
                throw new EOFException("in the middle of a chunked body");
            }
            line.write(octet);
            octet = in.read();
        }
        line.write('\n');
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
