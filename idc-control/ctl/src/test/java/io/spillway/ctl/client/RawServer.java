package io.spillway.ctl.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Takes one connection after the other, reads a request's head, says these bytes, and hangs up or stays silent. */
final class RawServer implements AutoCloseable {

    private final ServerSocket socket;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final boolean staysSilent;
    private final List<Exception> failures = new CopyOnWriteArrayList<>();

    private RawServer(String answer, boolean staysSilent) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.staysSilent = staysSilent;
        Thread.ofVirtual().start(() -> serve(answer.getBytes(StandardCharsets.ISO_8859_1)));
    }

    static RawServer thatSays(String answer) throws IOException {
        return new RawServer(answer, false);
    }

    static RawServer thatSaysAndThenNothing(String answer) throws IOException {
        return new RawServer(answer, true);
    }

    ServerAddress address() {
        return new ServerAddress("127.0.0.1", socket.getLocalPort(), false);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }

    private void serve(byte[] answer) {
        while (!socket.isClosed()) {
            serveOne(answer);
        }
    }

    private void serveOne(byte[] answer) {
        try (Socket connection = socket.accept()) {
            readHead(connection.getInputStream());
            connection.getOutputStream().write(answer);
            connection.getOutputStream().flush();
            if (staysSilent) {
                closed.await();
            }
        } catch (IOException | InterruptedException e) {
            failures.add(e); // the client has left, or the test is over
        }
    }

    private static void readHead(InputStream in) throws IOException {
        for (String line = Exchange.line(in); !line.isEmpty(); line = Exchange.line(in)) {
            // Only its end matters.
        }
    }
}
