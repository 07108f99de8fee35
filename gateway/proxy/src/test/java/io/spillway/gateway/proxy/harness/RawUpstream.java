package io.spillway.gateway.proxy.harness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;

/** A service on a port of its own whose every octet the test decides. */
public final class RawUpstream implements AutoCloseable {
    /** Serves one connection; its end is the end of the connection. */
    public interface Script {
        void serve(Connection connection) throws Exception;
    }

    /** One connection as its script sees it. */
    public static final class Connection {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final RawUpstream owner;
        private final int number;

        Connection(Socket socket, RawUpstream owner, int number) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
            this.owner = owner;
            this.number = number;
        }

        /** Returns how many connections came before. */
        public int number() {
            return number;
        }

        public InputStream in() {
            return in;
        }

        public Socket socket() {
            return socket;
        }

        /** Returns the next request's head and remembers it. */
        public Optional<String> head() throws IOException {
            Optional<String> head = Octets.head(in);
            head.ifPresent(owner.heads::add);
            return head;
        }

        /** Reads a request with its body. */
        public Optional<String> request() throws IOException {
            Optional<String> head = head();
            if (head.isPresent()) {
                owner.bodies.add(Octets.body(in, head.get(), false));
            }
            return head;
        }

        public void send(String octets) throws IOException {
            out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** Stands still, as a process does that was stopped, until the service dies. */
        public void hang() throws InterruptedException {
            owner.dead.await();
        }

        /** Ends the connection with a reset. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final ServerSocket server;
    private final Script script;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch dead = new CountDownLatch(1);
    private final Thread acceptor;

    private RawUpstream(int port, Script script) throws IOException {
        this.server = new ServerSocket(port, 512, InetAddress.getLoopbackAddress());
        this.script = script;
        this.acceptor = Thread.ofVirtual().start(this::accept);
    }

    public static RawUpstream start(Script script) throws IOException {
        return new RawUpstream(0, script);
    }

    /** Starts on a port that was in use before, as a restarted process does. */
    public static RawUpstream restart(int port, Script script) {
        // The port may be the source port of a connection for a moment.
        return Awaitility.await().ignoreExceptions().pollInterval(Duration.ofMillis(5))
                .until(() -> new RawUpstream(port, script), upstream -> true);
    }

    /** Returns a service that gives the same answer to every request and keeps its connections. */
    public static RawUpstream answering(String answer) throws IOException {
        return start(connection -> {
            while (connection.request().isPresent()) {
                connection.send(answer);
            }
        });
    }

    /** Returns a service that says its name. */
    public static RawUpstream named(String name) throws IOException {
        return answering(ok(name));
    }

    public static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                int number = connections.getAndIncrement();
                Thread.ofVirtual().start(() -> serve(socket, number));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            script.serve(new Connection(socket, this, number));
        } catch (Exception e) {
            // the other side went away, which is what tests are about
        } finally {
            open.remove(socket);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Returns the heads of the requests that came. */
    public List<String> heads() {
        return heads;
    }

    public List<String> bodies() {
        return bodies;
    }

    public int connections() {
        return connections.get();
    }

    public int openConnections() {
        return open.size();
    }

    /** Dies as a killed process does: the port is gone and all connections are reset. */
    public void kill() {
        dead.countDown();
        try {
            server.close();
            // Only when nobody waits in accept any more is the port really closed.
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : open) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // was closed already
            }
        }
    }

    @Override
    public void close() {
        kill();
    }
}
