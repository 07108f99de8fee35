package io.spillway.drill.bench.sync;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes connections on to a port of the loopback address and counts what goes through, at once: Toxiproxy counts a connection
 * when it ends. Can be cut. Safe for all threads.
 */
public final class OctetCounter implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final ServerSocket listening;
    private final int to;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private volatile boolean cut;

    private OctetCounter(ServerSocket listening, int to) {
        this.listening = listening;
        this.to = to;
    }

    /** Starts one that leads to that port. */
    public static OctetCounter start(int to) {
        try {
            OctetCounter counter = new OctetCounter(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), to);
            Thread _ = Thread.ofVirtual().start(counter::accept);
            return counter;
        } catch (IOException e) {
            throw new UncheckedIOException("no port of the loopback address is free", e);
        }
    }

    /** Returns the port of the loopback address on which it listens. */
    public int port() {
        return listening.getLocalPort();
    }

    /** Returns the octets that have come back so far. */
    public long received() {
        return received.get();
    }

    /** Returns the octets that have gone through so far, in both directions. */
    public long octets() {
        return sent.get() + received.get();
    }

    /** Ends all connections; those that come are ended at once. */
    public void cut() {
        cut = true;
        open.forEach(OctetCounter::end);
    }

    /** Lets connections through again. */
    public void mend() {
        cut = false;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket from = listening.accept();
                open.add(from);
                Thread _ = Thread.ofVirtual().start(() -> connect(from));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket from) {
        try (Socket there = new Socket()) {
            open.add(there);
            if (cut) {
                open.remove(there);
                return;
            }
            there.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
            there.setTcpNoDelay(true);
            from.setTcpNoDelay(true);
            Thread back = Thread.ofVirtual().start(() -> copy(there, from, received));
            copy(from, there, sent);
            back.join();
            open.remove(there);
        } catch (IOException refused) {
            end(from);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(from);
            open.remove(from);
        }
    }

    private static void copy(Socket from, Socket to, AtomicLong counted) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                counted.addAndGet(read);
                out.write(buffer, 0, read);
            }
        } catch (IOException ended) {
            // The other direction has no more to say either.
        } finally {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException gone) {
            // It is closed.
        }
        open.forEach(OctetCounter::end);
    }
}
