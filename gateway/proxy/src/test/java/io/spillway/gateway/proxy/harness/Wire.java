package io.spillway.gateway.proxy.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.awaitility.Awaitility;

/** The only way to a process, which passes octets on until a test cuts, holds or slows it down. */
public final class Wire implements AutoCloseable {
    /** What it does. */
    public enum State {
        /** Passes everything on at once. */
        OPEN,
        /** Resets what is open and refuses what is new, as a killed process does. */
        CUT,
        /** Accepts and passes nothing on, as a stopped process does. */
        HELD,
        /** Passes everything on late. */
        SLOW
    }

    private static final Duration TICK = Duration.ofMillis(20);
    /** 40 to 60 ms. */
    private static final int LATE_TICKS = 3;

    private final int target;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Beat ticks = Beat.every(TICK);
    /** Guarded by this. */
    private State state = State.OPEN;
    private ServerSocket server;
    private Thread acceptor;

    /** Leads to a port of this machine. */
    public Wire(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        this.port = server.getLocalPort();
        ServerSocket first = server;
        this.acceptor = Thread.ofVirtual().start(() -> accept(first));
    }

    public int port() {
        return port;
    }

    public synchronized State state() {
        return state;
    }

    private synchronized State change(State next) {
        State before = state;
        state = next;
        notifyAll();
        return before;
    }

    private synchronized void awaitNotHeld() throws InterruptedException {
        while (state == State.HELD) {
            wait();
        }
    }

    /** Changes what it does; for one thread. */
    public void set(State next) throws IOException, InterruptedException {
        State before = change(next);
        if (next == State.CUT && before != State.CUT) {
            cut();
        } else if (next != State.CUT && before == State.CUT) {
            // The port may be the source port of a connection for a moment.
            ServerSocket again = Awaitility.await().ignoreExceptions()
                    .until(() -> new ServerSocket(port, 512, InetAddress.getLoopbackAddress()), socket -> true);
            server = again;
            acceptor = Thread.ofVirtual().start(() -> accept(again));
        }
    }

    private void cut() throws IOException, InterruptedException {
        server.close();
        acceptor.join();
        for (Socket socket : open) {
            reset(socket);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // was closed already
        }
    }

    private void accept(ServerSocket on) {
        try {
            while (true) {
                Socket near = on.accept();
                open.add(near);
                Thread.ofVirtual().start(() -> join(near));
            }
        } catch (IOException e) {
            // cut
        }
    }

    private void join(Socket near) {
        Socket far = new Socket();
        open.add(far);
        try (near; far) {
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            Thread back = Thread.ofVirtual().start(() -> pass(far, near));
            pass(near, far);
            back.join();
        } catch (IOException e) {
            reset(near);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(near);
            open.remove(far);
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] some = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(some); length >= 0; length = in.read(some)) {
                if (state() == State.SLOW) {
                    ticks.next(LATE_TICKS);
                }
                awaitNotHeld();
                out.write(some, 0, length);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            reset(from);
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        change(State.OPEN);
        ticks.close();
        server.close();
        open.forEach(Wire::reset);
    }
}
