package io.spillway.ctl.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One request and its answer on a socket of their own. Not thread-safe. */
final class Exchange implements AutoCloseable {

    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_HEADERS = 200;

    private final Socket socket;
    private final Map<String, String> headers = new HashMap<>();
    private InputStream in = InputStream.nullInputStream();
    private int status;

    Exchange(Socket socket) {
        this.socket = socket;
    }

    /** Sends the request and reads the answer's head. */
    void start(ServerAddress address, Request request, List<String> moreHeaders, Duration timeout) throws IOException {
        silence(timeout);
        in = new BufferedInputStream(socket.getInputStream());
        socket.getOutputStream().write(encode(address, request, moreHeaders));
        socket.getOutputStream().flush();
        do {
            readHead();
        } while (status == 100);
        in = body(in);
    }

    /** Sets how long the other side may say nothing. */
    void silence(Duration timeout) throws IOException {
        socket.setSoTimeout(Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE));
    }

    int status() {
        return status;
    }

    /** Returns a header by its name in lower case, "" when there is none. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Returns the body without its framing; ends where the body ends. */
    InputStream body() {
        return in;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // Nothing of it is needed any more.
            status = 0;
        }
    }

    private static byte[] encode(ServerAddress address, Request request, List<String> moreHeaders) {
        byte[] body = request.body() == null ? new byte[0] : request.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder().append(request.method()).append(' ').append(request.target())
                .append(" HTTP/1.1\r\nHost: ").append(address.hostPort())
                .append("\r\nUser-Agent: spillway\r\nAccept: application/json, text/event-stream\r\nConnection: close\r\n");
        request.headers().forEach(line -> head.append(line).append("\r\n"));
        moreHeaders.forEach(line -> head.append(line).append("\r\n"));
        if (request.body() != null) {
            head.append("Content-Type: application/json\r\n");
        }
        if (!request.method().equals("GET")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private void readHead() throws IOException {
        String[] first = line(in).split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("no HTTP answer");
        }
        status = Integer.parseInt(first[1]);
        headers.clear();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            if (colon <= 0 || headers.size() == MOST_HEADERS) {
                throw new IOException("no HTTP answer");
            }
            headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
        }
    }

    private InputStream body(InputStream raw) throws IOException {
        if (header("transfer-encoding").equalsIgnoreCase("chunked")) {
            return new FramedBody(raw);
        }
        if (status == 204 || status == 304) {
            return InputStream.nullInputStream();
        }
        String length = header("content-length");
        if (length.isEmpty()) {
            return raw; // ends with the connection
        }
        if (!length.matches("[0-9]{1,18}")) {
            throw new IOException("no HTTP answer");
        }
        return new FramedBody(raw, Long.parseLong(length));
    }

    /** Returns a line without its end. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("no HTTP answer");
            }
            line.append((char) c);
        }
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
    }
}
