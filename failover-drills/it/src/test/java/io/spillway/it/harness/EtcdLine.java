package io.spillway.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The line between one control node and its etcd. It looks at what the node sends, and falls silent at the write that a test
 * has named, with or without letting that through: so the node can be killed while it knows nothing of what became of it.
 * Thread-safe.
 */
public final class EtcdLine implements AutoCloseable {

    private static final int CHUNK = 256 * 1024;

    private final ServerSocket server;
    private final int etcd;
    private @Nullable Watched watched; // guarded by this
    private boolean silent; // guarded by this

    /** What to do with the write. */
    public enum Fate {
        /** It does not reach etcd, nor does what the node sends after it. */
        LOST,
        /** etcd takes it, and its answer does not come back. */
        TAKEN
    }

    /** A write that has all these octets in it. */
    private static final class Watched {

        private final List<byte[]> marks;
        private final Fate fate;
        private final CountDownLatch struck = new CountDownLatch(1);

        Watched(List<byte[]> marks, Fate fate) {
            this.marks = List.copyOf(marks);
            this.fate = fate;
        }
    }

    private EtcdLine(ServerSocket server, int etcd) {
        this.server = server;
        this.etcd = etcd;
    }

    /** Listens at a free port for what goes to that port. */
    static EtcdLine to(int etcd) throws IOException {
        EtcdLine line = new EtcdLine(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), etcd);
        Thread.ofVirtual().start(line::accept);
        return line;
    }

    int port() {
        return server.getLocalPort();
    }

    /** Falls silent at the first write that has all these octets in it. */
    public synchronized void strike(List<byte[]> marks, Fate fate) {
        watched = new Watched(marks, fate);
    }

    /** Waits until it is silent; returns whether it is. */
    public boolean awaitSilence(long millis) throws InterruptedException {
        Watched what;
        synchronized (this) {
            what = watched;
        }
        return what != null && what.struck.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Lets everything through again. What it has swallowed is lost: the node must have ended. */
    public synchronized void heal() {
        watched = null;
        silent = false;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException ended) {
            // it listens no more
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket node = server.accept();
                Socket registry = new Socket();
                node.setTcpNoDelay(true);
                registry.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> carry(node, registry));
            } catch (IOException ended) {
                return;
            }
        }
    }

    private void carry(Socket node, Socket registry) {
        try (node; registry) {
            registry.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), etcd), 1000);
            Thread back = Thread.ofVirtual().start(() -> back(registry, node));
            InputStream in = node.getInputStream();
            OutputStream out = registry.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                if (passes(chunk, length)) {
                    out.write(chunk, 0, length);
                }
            }
            registry.shutdownOutput();
            back.join();
        } catch (IOException | InterruptedException ended) {
            // the node, or etcd, hung up: so does the other side
        }
    }

    private void back(Socket registry, Socket node) {
        try (registry; node) {
            byte[] chunk = new byte[CHUNK];
            InputStream in = registry.getInputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                if (!isSilent()) {
                    node.getOutputStream().write(chunk, 0, length);
                }
            }
        } catch (IOException ended) {
            // as above
        }
    }

    private synchronized boolean isSilent() {
        return silent;
    }

    private synchronized boolean passes(byte[] chunk, int length) {
        Watched what = watched;
        if (silent) {
            return what != null && what.fate == Fate.TAKEN; // its end may come in another chunk
        }
        if (what != null && what.marks.stream().allMatch(mark -> has(chunk, length, mark))) {
            silent = true;
            what.struck.countDown();
            return what.fate == Fate.TAKEN;
        }
        return true;
    }

    private static boolean has(byte[] chunk, int length, byte[] mark) {
        for (int at = 0; at <= length - mark.length; at++) {
            if (Arrays.equals(chunk, at, at + mark.length, mark, 0, mark.length)) {
                return true;
            }
        }
        return false;
    }
}
