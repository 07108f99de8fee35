package io.spillway.it.fleet;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One request on a connection of its own: no pool, no hidden second attempt, any Host. */
public final class PlainHttp {

    private static final int TIMEOUT_MILLIS = 10_000;

    private PlainHttp() {}

    /** Sends one GET; a connection that fails is an answer with status 0. */
    public static Answer get(String address, String host, String path) {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.substring(0, colon),
                    Integer.parseInt(address.substring(colon + 1))), TIMEOUT_MILLIS);
            return ask(socket, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        } catch (IOException e) {
            return new Answer(0, "", String.valueOf(e));
        }
    }

    /**
     * Sends a request over a connection that is there and reads until its end.
     *
     * @throws IOException when the connection fails
     */
    public static Answer ask(Socket socket, String request) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return read(new BufferedInputStream(socket.getInputStream()));
    }

    private static Answer read(InputStream in) throws IOException {
        String all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        int end = all.indexOf("\r\n\r\n");
        String[] statusLine = all.split(" ", 3);
        if (end < 0 || statusLine.length < 2) {
            throw new IOException("no answer but \"" + all + "\"");
        }
        return new Answer(Integer.parseInt(statusLine[1]), all.substring(0, end), all.substring(end + 4));
    }

    /** An answer; the body is as it was framed. */
    public record Answer(int status, String head, String body) {

        /** Returns the value of a header, or the empty text. */
        public String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).trim())
                    .findFirst().orElse("");
        }
    }
}
