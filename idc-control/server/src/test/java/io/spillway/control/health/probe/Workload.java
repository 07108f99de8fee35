package io.spillway.control.health.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

/** A process on port 0 that answers each request with the bytes that a test gives; by none it says nothing. */
public final class Workload implements AutoCloseable {

    public final AtomicInteger connections = new AtomicInteger();
    public final AtomicInteger requests = new AtomicInteger();
    public volatile String answer;

    /** Whether connections are closed after each answer without a word. */
    volatile boolean closes;

    /** Whether connections are reset as soon as a request has come. */
    volatile boolean resets;
    volatile String lastRequest = "";

    /** What is said before anything was asked. */
    volatile String greeting = "";

    private final ServerSocket server;
    private final List<Socket> open = new ArrayList<>();

    private Workload(String answer, ServerSocket server) {
        this.answer = answer;
        this.server = server;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    public static Workload answering(String answer) throws IOException {
        return answering(answer, 0);
    }

    public static Workload answering(String answer, int port) throws IOException {
        return new Workload(answer, new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
    }

    static Workload tls(String answer, SSLContext context) throws IOException {
        return new Workload(answer,
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    public static String status(int status) {
        return "HTTP/1.1 " + status + " X\r\nContent-Length: 2\r\n\r\nok";
    }

    /** Returns a socket whose port is its own, so that nobody else takes it, and where nobody listens. */
    public static Socket deaf() throws IOException {
        Socket deaf = new Socket();
        deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return deaf;
    }

    public int port() {
        return server.getLocalPort();
    }

    Place place() {
        return new Place("127.0.0.1", port());
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                synchronized (open) {
                    open.add(socket);
                }
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            closeAll();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            if (!greeting.isEmpty()) {
                socket.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
            }
            StringBuilder head = new StringBuilder();
            for (int next = in.read(); next >= 0; next = in.read()) {
                head.append((char) next);
                if (head.toString().endsWith("\r\n\r\n")) {
                    requests.incrementAndGet();
                    lastRequest = head.toString();
                    head.setLength(0);
                    if (resets) {
                        socket.setSoLinger(true, 0);
                        return;
                    }
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    if (closes) {
                        return;
                    }
                }
            }
        } catch (SocketException reset) {
            // The other side has seen enough.
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void closeAll() {
        synchronized (open) {
            for (Socket socket : open) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        closeAll();
    }
}
