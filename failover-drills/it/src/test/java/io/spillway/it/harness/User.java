package io.spillway.it.harness;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Somebody who sends one request on a connection of his own and reads the answer to its end. He never repeats anything,
 * which is why it is not java.net.http.
 *
 * @param entrance
 *            where he comes in
 * @param host
 *            which service he wants
 */
public record User(InetSocketAddress entrance, String host) {

    private static final int CONNECT_MILLIS = 1000;
    private static final int READ_MILLIS = 15_000;

    /** Gets a path. */
    public Seen get(String path) {
        return send("GET", path);
    }

    /** Sends a request without a body. */
    public Seen send(String method, String path) {
        long start = System.nanoTime();
        Map<String, String> head = new HashMap<>();
        int body = 0;
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(READ_MILLIS);
            socket.connect(entrance, CONNECT_MILLIS);
            String request = method + " " + path + " HTTP/1.1\r\nHost: " + host
                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            int status = head(in, head);
            body = in.readAllBytes().length;
            int length = Integer.parseInt(head.getOrDefault("content-length", Integer.toString(body)));
            if (body != length) {
                return seen(start, 0, head, body, "body of " + body + " octets instead of " + length);
            }
            return seen(start, status, head, body, "");
        } catch (IOException e) {
            return seen(start, 0, head, body, e.toString());
        }
    }

    private static Seen seen(long start, int status, Map<String, String> head, int body, String failure) {
        return new Seen(start, status, head.getOrDefault("x-served-idc", ""), head.getOrDefault("x-served-by", ""),
                head.getOrDefault("x-spillway-refused", ""), (System.nanoTime() - start) / 1_000_000, body, failure);
    }

    private static int head(InputStream in, Map<String, String> head) throws IOException {
        String start = line(in);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            head.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        return Integer.parseInt(start.split(" ", 3)[1]);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the connection ended in the head of the answer, after \"" + line + "\"");
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
