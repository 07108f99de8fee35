package io.spillway.gateway.proxy.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.AsciiString;
import io.spillway.gateway.snapshot.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/2 connections of one event loop to one endpoint, for requests or for tunnels: one, and another when its streams
 * are used up. Those who come while one is being opened wait for it together. Owned by that event loop.
 */
final class MultiplexPool {
    private static final AsciiString HTTP = AsciiString.cached("http");
    private static final AsciiString HTTPS = AsciiString.cached("https");
    /** How many wait for one connection. */
    private static final int WAITING = 100;
    /** How long the other end is believed to offer no more than it did; it may be exchanged for a newer one. */
    private static final long BELIEVED = TimeUnit.SECONDS.toNanos(60);

    private final EndpointPool endpoint;
    private final UpstreamPool owner;
    private final Sharing sharing;
    private final List<EndpointMultiplexer> connections = new ArrayList<>(1);
    private @Nullable Opening opening;
    /** Until when the other end is believed to take no tunnels as streams. */
    private long noTunnelsUntil;
    /** Until when it is believed to offer no upgrades. */
    private long noUpgradesUntil;

    MultiplexPool(EndpointPool endpoint, UpstreamPool owner, Sharing sharing) {
        this.endpoint = endpoint;
        this.owner = owner;
        this.sharing = sharing;
        this.noTunnelsUntil = owner.now();
        this.noUpgradesUntil = noTunnelsUntil;
    }

    /** Returns a stream on a connection with room, or null. */
    @Nullable
    UpstreamStream poll(Way.Kind kind) {
        for (int i = 0; i < connections.size(); i++) {
            EndpointMultiplexer connection = connections.get(i);
            if (connection.hasRoom() && (kind != Way.Kind.UPGRADE || connection.offer().upgrades())) {
                return connection.stream();
            }
        }
        return null;
    }

    /** Tells whether the other end is known not to take what is wanted as a stream. */
    boolean declines(Way.Kind kind) {
        long now = now();
        return now - noTunnelsUntil < 0 || (kind == Way.Kind.UPGRADE && now - noUpgradesUntil < 0);
    }

    /** Gets somebody a stream on a connection that is being opened, or begins to open one. */
    void want(Wish wish) {
        if (declines(wish.way().kind())) {
            owner.later(() -> without(wish));
            return;
        }
        wish.listener().onConnecting();
        if (!join(wish)) {
            endpoint.took();
            Opening begun = new Opening(EndpointMultiplexer.of(this, owner.settings(), wish.permit()), wish);
            opening = begun;
            endpoint.openShared(wish.of(begun));
        }
    }

    private boolean join(Wish wish) {
        for (int i = 0; wish.way().kind() == Way.Kind.UPGRADE && i < connections.size(); i++) {
            EndpointMultiplexer connection = connections.get(i);
            if (!connection.offer().isKnown() && connection.hasRoom()) {
                ask(connection, wish);
                return true;
            }
        }
        Opening running = opening;
        if (running == null || running.waiting.size() >= Math.min(WAITING, sharing.streams())) {
            return false;
        }
        endpoint.took();
        running.waiting.add(wish);
        return true;
    }

    private void ask(EndpointMultiplexer connection, Wish wish) {
        endpoint.took();
        connection.offer().ask(wish);
    }

    /** Serves somebody without a stream: behind another gateway HTTP/1.1 does as well, a service has no other protocol. */
    private void without(Wish wish) {
        if (!wish.listener().stillWanted()) {
            return;
        }
        if (endpoint.transport() instanceof Transport.Crossing) {
            endpoint.took();
            endpoint.open(wish.alone());
        } else {
            wish.listener().onNotOffered();
        }
    }

    private void give(EndpointMultiplexer connection, Wish wish) {
        if (wish.way().kind() != Way.Kind.UPGRADE || connection.offer().upgrades()) {
            wish.listener().onConnected(connection.stream());
        } else if (connection.offer().isKnown()) {
            noUpgradesUntil = now() + BELIEVED;
            without(wish);
        } else {
            ask(connection, wish);
        }
    }

    /** It is known now what the connection's other end offers. */
    void settled(EndpointMultiplexer connection, List<Wish> curious) {
        for (Wish wish : curious) {
            endpoint.returned();
            give(connection, wish);
        }
    }

    /** The connection has ended before that was known. */
    void gone(List<Wish> curious) {
        for (Wish wish : curious) {
            endpoint.returned();
            wish.listener().onConnectFailed("reset");
        }
    }

    /** A connection that is being opened, and who waits for it. */
    final class Opening implements ConnectListener {
        private final EndpointMultiplexer connection;
        private final List<Wish> waiting = new ArrayList<>();

        private Opening(EndpointMultiplexer connection, Wish first) {
            this.connection = connection;
            waiting.add(first);
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
            if (first instanceof UpstreamConnection alone) {
                // The other end has chosen HTTP/1.1, in which one connection serves one of those who wait.
                noTunnelsUntil = now() + BELIEVED;
                waiting.removeFirst().listener().onConnected(alone);
                waiting.forEach(MultiplexPool.this::without);
                return;
            }
            connections.add(connection);
            for (Wish wish : waiting) {
                give(connection, wish);
            }
        }

        @Override
        public void onConnectFailed(String cause) {
            over();
            for (Wish wish : waiting) {
                wish.listener().onConnectFailed(cause);
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

    Sharing sharing() {
        return sharing;
    }

    AsciiString scheme() {
        return endpoint.transport() instanceof Transport.Plain ? HTTP : HTTPS;
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
