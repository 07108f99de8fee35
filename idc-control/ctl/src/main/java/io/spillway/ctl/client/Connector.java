package io.spillway.ctl.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Opens connections to control planes. */
@FunctionalInterface
public interface Connector {

    /** Returns a connected socket; whoever gets it closes it. */
    Socket connect(ServerAddress address, Duration timeout) throws IOException;

    /** Returns a connector that speaks plain text, whatever the address says. */
    static Connector plain() {
        return Connector::open;
    }

    private static Socket open(ServerAddress address, Duration timeout) throws IOException {
        InetSocketAddress resolved = address.resolve();
        if (resolved.isUnresolved()) {
            throw new IOException("no such host");
        }
        Socket socket = new Socket();
        try {
            socket.connect(resolved, Math.max(1, (int) timeout.toMillis()));
            socket.setTcpNoDelay(true);
        } catch (SocketTimeoutException late) {
            socket.close();
            throw new IOException("no connection within " + timeout.toMillis() + " ms", late);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }
}
