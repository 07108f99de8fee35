package io.spillway.gateway.proxy.upstream;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.AsciiString;
import io.spillway.gateway.snapshot.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/2 connections of one event loop to one endpoint: one, and another when its streams are used up. Requests that
 * come while one is being opened wait for it together. Owned by that event loop.
 */
final class MultiplexPool {
    private static final AsciiString HTTP = AsciiString.cached("http");
    private static final AsciiString HTTPS = AsciiString.cached("https");
    /** How many requests wait for one connection. */
    private static final int WAITING = 100;

    private final EndpointPool endpoint;
    private final UpstreamPool owner;
    private final List<EndpointMultiplexer> connections = new ArrayList<>(1);
    private @Nullable Opening opening;

    MultiplexPool(EndpointPool endpoint, UpstreamPool owner) {
        this.endpoint = endpoint;
        this.owner = owner;
    }

    /** Returns a stream on a connection with room, or null. */
    @Nullable
    UpstreamStream poll() {
        for (int i = 0; i < connections.size(); i++) {
            if (connections.get(i).hasRoom()) {
                return connections.get(i).stream();
            }
        }
        return null;
    }

    /** Lets the listener wait for a connection that is being opened; returns false when there is none with room. */
    boolean join(ConnectListener listener) {
        Opening running = opening;
        if (running == null || running.waiting.size() >= WAITING) {
            return false;
        }
        endpoint.took();
        running.waiting.add(listener);
        return true;
    }

    /** Begins to open a connection for the listener and for those who {@link #join}. */
    Opening open(ConnectListener listener, Permit permit) {
        AsciiString scheme = endpoint.transport() instanceof Transport.Plain ? HTTP : HTTPS;
        Opening begun = new Opening(EndpointMultiplexer.of(this, owner.settings(), scheme, permit));
        begun.waiting.add(listener);
        opening = begun;
        return begun;
    }

    /** A connection that is being opened, and who waits for it. */
    final class Opening implements ConnectListener {
        private final EndpointMultiplexer connection;
        private final List<ConnectListener> waiting = new ArrayList<>();

        Opening(EndpointMultiplexer connection) {
            this.connection = connection;
        }

        EndpointMultiplexer connection() {
            return connection;
        }

        private void over() {
            if (opening == this) {
                opening = null;
            }
            for (int i = 1; i < waiting.size(); i++) {
                endpoint.returned();
            }
        }

        @Override
        public void onConnected(UpstreamStream first) {
            over();
            connections.add(connection);
            for (ConnectListener listener : waiting) {
                listener.onConnected(connection.stream());
            }
        }

        @Override
        public void onConnectFailed(String cause) {
            over();
            for (ConnectListener listener : waiting) {
                listener.onConnectFailed(cause);
            }
        }
    }

    void forget(EndpointMultiplexer connection) {
        connections.remove(connection);
    }

    void sweep(long now) {
        for (EndpointMultiplexer connection : connections.toArray(new EndpointMultiplexer[0])) {
            connection.sweep(now);
        }
    }

    /** Lets what is under way end, and closes. */
    void close() {
        for (EndpointMultiplexer connection : connections.toArray(new EndpointMultiplexer[0])) {
            connection.close();
        }
    }

    void opened() {
        endpoint.opened();
    }

    void closed() {
        endpoint.closed();
    }

    void took() {
        endpoint.took();
    }

    void returned() {
        endpoint.returned();
    }

    long now() {
        return owner.now();
    }

    ByteBufAllocator allocator() {
        return PooledByteBufAllocator.DEFAULT;
    }
}
