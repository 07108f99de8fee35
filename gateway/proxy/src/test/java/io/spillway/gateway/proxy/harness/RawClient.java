package io.spillway.gateway.proxy.harness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly what the test says. */
public final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    public RawClient(InetSocketAddress address) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(5000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Speaks over a socket that the test has connected. */
    public RawClient(Socket connected) throws IOException {
        socket = connected;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(5000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public RawClient send(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends a GET for a host's path. */
    public RawClient get(String host, String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    /** Reads the next answer. */
    public Answer answer() throws IOException {
        return answer(false);
    }

    /** Reads the next answer, to HEAD or not. */
    public Answer answer(boolean toHead) throws IOException {
        String head = Octets.head(in).orElseThrow(() -> new IOException("the connection ended before an answer"));
        int status = Integer.parseInt(head.substring(9, 12));
        boolean bodiless = toHead || status < 200 || status == 204 || status == 304;
        return new Answer(status, head, bodiless ? "" : Octets.body(in, head, true));
    }

    /** Returns whether the proxy has ended the connection, octets that come before thrown away. */
    public boolean closed() throws IOException {
        try {
            in.readAllBytes();
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    public InputStream in() {
        return in;
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** What came back. */
    public record Answer(int status, String head, String body) {
        /** Returns a field's value, empty when there is none. */
        public String field(String name) {
            return Octets.field(head, name).orElse("");
        }
    }
}
