package io.spillway.it.observability;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Somebody who connects again and again by TLS to a listener whose authority he does not know. */
final class Strangers implements AutoCloseable {

    private static final int PERIOD_MILLIS = 200;
    private static final int TIMEOUT_MILLIS = 1000;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private Strangers(InetSocketAddress listener) {
        var _ = clock.scheduleAtFixedRate(() -> knock(listener), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    static Strangers at(InetSocketAddress listener) {
        return new Strangers(listener);
    }

    private static void knock(InetSocketAddress listener) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(listener, TIMEOUT_MILLIS);
            if (SSLSocketFactory.getDefault() instanceof SSLSocketFactory factory && factory.createSocket(socket,
                    listener.getHostString(), listener.getPort(), true) instanceof SSLSocket tls) {
                tls.startHandshake();
            }
        } catch (IOException refused) {
            // that is what should happen
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        clock.close();
    }
}
