package io.spillway.it.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.process.config.HostPort;

/** Leads to a port of the loopback address, counts what goes through in both directions, and can be cut. */
final class Cable implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final ServerSocket listening;
    private final int to;
    private final AtomicLong there = new AtomicLong();
    private final AtomicLong back = new AtomicLong();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private Cable(ServerSocket listening, int to) {
        this.listening = listening;
        this.to = to;
    }

    static Cable to(int port) throws IOException {
        Cable cable = new Cable(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), port);
        Thread _ = Thread.ofVirtual().start(cable::accept);
        return cable;
    }

    HostPort address() {
        return new HostPort("127.0.0.1", listening.getLocalPort());
    }

    /** Ends all connections and takes no more. */
    void cut() {
        cut = true;
        open.forEach(Cable::end);
    }

    void mend() {
        cut = false;
    }

    /** Returns the octets that went through so far, in both directions. */
    long octets() {
        return there.get() + back.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket from = listening.accept();
                Thread _ = Thread.ofVirtual().start(() -> connect(from));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket from) {
        open.add(from);
        try (Socket onward = new Socket()) {
            open.add(onward);
            if (!cut) {
                onward.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
                onward.setTcpNoDelay(true);
                from.setTcpNoDelay(true);
                Thread returning = Thread.ofVirtual().start(() -> copy(onward, from, back));
                copy(from, onward, there);
                returning.join();
            }
            open.remove(onward);
        } catch (IOException refused) {
            end(from);
        } catch (InterruptedException stop) {
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
            end(from);
        } finally {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
