package io.spillway.it.envoy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** An instance of a service that speaks lines; its port refuses when it has died. */
final class LineServer implements AutoCloseable {

    /** What is said on one connection, which ends with it. */
    interface Talk {
        void hold(Socket socket) throws IOException;
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Talk talk;

    private LineServer(Talk talk) throws IOException {
        this.talk = talk;
        Thread.ofVirtual().start(this::accept);
    }

    static LineServer start(Talk talk) throws IOException {
        return new LineServer(talk);
    }

    /** Starts an instance in an IDC that reads a line and says who got what. */
    static LineServer named(String idc) throws IOException {
        return start(socket -> Lines.say(socket, idc + " got " + Lines.line(socket.getInputStream())));
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // dead
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            talk.hold(socket);
        } catch (IOException e) {
            // the other end went away
        }
    }

    void die() throws IOException {
        server.close();
    }

    @Override
    public void close() throws IOException {
        die();
    }
}
