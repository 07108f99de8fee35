package io.spillway.gateway.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One user of a rehearsal: GET and POST in turn over one connection, the next when the answer is there. One thread's. */
final class LoopbackUser implements AutoCloseable {
    static final String HOST = "rehearsal.internal";

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final byte[] GET = ("GET /rehearsal/item?n=1 HTTP/1.1\r\nHost: " + HOST
            + "\r\nAccept: */*\r\nUser-Agent: rehearsal\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] POST = ("POST /rehearsal/items HTTP/1.1\r\nHost: " + HOST
            + "\r\nContent-Type: text/plain\r\nContent-Length: 200\r\n\r\n" + "x".repeat(200))
            .getBytes(StandardCharsets.ISO_8859_1);

    private final Socket socket;
    private final InputStream in;
    private boolean post;

    private LoopbackUser(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static LoopbackUser connect(InetSocketAddress gateway) throws IOException {
        Socket socket = new Socket(gateway.getAddress(), gateway.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return new LoopbackUser(socket);
    }

    /** Sends the next request and reads its answer to the end. */
    void ask() throws IOException {
        socket.getOutputStream().write(post ? POST : GET);
        post = !post;
        in.skipNBytes(LoopbackService.readHead(in));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
