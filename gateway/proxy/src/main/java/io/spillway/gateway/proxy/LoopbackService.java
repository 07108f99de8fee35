package io.spillway.gateway.proxy;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service of a rehearsal: answers every request at once with the same. A thread per connection, of which there are few. */
final class LoopbackService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopbackService.class);
    private static final byte[] ANSWER = ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\n"
            + "y".repeat(100))
            .getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.ISO_8859_1);

    private final ServerSocket listener;

    private LoopbackService(ServerSocket listener) {
        this.listener = listener;
    }

    static LoopbackService start() throws IOException {
        LoopbackService service = new LoopbackService(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        service.thread(service::accept);
        return service;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void thread(Runnable work) {
        var _ = Thread.ofPlatform().daemon().name("rehearsal-service").start(work);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                thread(() -> serve(socket));
            }
        } catch (IOException e) {
            LOG.trace("the rehearsal is over", e);
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                in.skipNBytes(readHead(in));
                socket.getOutputStream().write(ANSWER);
            }
        } catch (IOException e) {
            LOG.trace("the rehearsing gateway left", e);
        }
    }

    /** Reads a head to its end; returns the length of the body that it announces, 0 when it does not. */
    static int readHead(InputStream in) throws IOException {
        int ends = 0;
        int names = 0;
        int length = 0;
        while (ends < END_OF_HEAD.length) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("the connection ended");
            }
            ends = octet == END_OF_HEAD[ends] ? ends + 1 : octet == END_OF_HEAD[0] ? 1 : 0;
            if (names == LENGTH.length && Character.isDigit(octet)) {
                length = length * 10 + Character.digit(octet, 10);
            } else {
                names = names < LENGTH.length && Character.toLowerCase(octet) == LENGTH[names] ? names + 1 : 0;
            }
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
