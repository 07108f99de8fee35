package io.spillway.gateway.proxy.upstream;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.spillway.gateway.proxy.tls.ClientTls;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Transport;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * All upstream connections of one event loop. Connects on that loop, so that a request never changes threads. Owned by
 * the loop: every method is called on it.
 */
public final class UpstreamPool {
    private static final List<String> HTTP2 = List.of(ApplicationProtocolNames.HTTP_2);
    private static final List<String> EITHER = List.of(ApplicationProtocolNames.HTTP_2,
            ApplicationProtocolNames.HTTP_1_1);

    private final Dialer dialer;
    private final UpstreamSettings settings;
    private final ClientTls tls;
    private final Ticker ticker;
    private final LongAdder connections;
    private final Map<String, EndpointPool> pools = new HashMap<>();
    private boolean closing;

    /**
     * Creates an empty pool.
     *
     * @param dialer of the loop that owns the pool
     * @param tls what makes connections to other IDCs secret
     * @param connections counts open connections over all loops
     */
    public UpstreamPool(Dialer dialer, UpstreamSettings settings, ClientTls tls, Ticker ticker,
            LongAdder connections) {
        this.dialer = dialer;
        this.settings = settings;
        this.tls = tls;
        this.ticker = ticker;
        this.connections = connections;
    }

    /** Returns how many requests this loop has in flight to the endpoint. */
    public int active(Endpoint endpoint) {
        EndpointPool pool = pools.get(endpoint.connectionKey());
        return pool == null ? 0 : pool.active();
    }

    /** Returns a way that is open already and has not waited longer than that, else null. */
    public @Nullable UpstreamStream poll(Way way, Endpoint endpoint, long longestIdleNanos) {
        EndpointPool pool = pools.get(way.key(endpoint));
        if (pool == null) {
            return null;
        }
        return switch (way.kind()) {
            case HTTP1 -> pool.poll(longestIdleNanos);
            case HTTP2 -> pool.multiplex().poll(way.kind());
            case OCTETS -> null;
            case TUNNEL, UPGRADE -> pool.pollTunnel(way.kind(), longestIdleNanos);
        };
    }

    /**
     * Opens a way, or waits for one when there may be no more. The listener is called later, never during this call.
     *
     * @param limit how long opening it may take
     */
    public void connect(Way way, Endpoint endpoint, Duration limit, Permit permit, ConnectListener listener) {
        int timeoutMillis = (int) limit.toMillis();
        EndpointPool pool = pools.computeIfAbsent(way.key(endpoint),
                _ -> new EndpointPool(this, endpoint, Dialer.literal(endpoint)));
        Wish wish = new Wish(endpoint, way, timeoutMillis, permit, listener);
        switch (way.kind()) {
            case HTTP2 -> pool.multiplex().want(wish);
            case TUNNEL, UPGRADE -> pool.tunnels().want(wish);
            case HTTP1, OCTETS -> {
                // A connect under way counts as a request in flight: least-request must see a burst of them.
                pool.took();
                pool.open(wish);
            }
        }
    }

    /**
     * Opens a connection for which there is a permit. Not before what epoll has reported together has been handled: a new
     * socket may get the number of one that was closed meanwhile, and Netty, which knows sockets by their number, would take
     * the old one's end for the new one's and close it.
     */
    void open(EndpointPool pool, Wish wish) {
        SocketAddress literal = pool.literal();
        if (literal != null) {
            later(() -> connect(pool, literal, wish));
        } else {
            dialer.resolve(wish.endpoint(), found -> {
                if (found == null) {
                    pool.notOpened(wish.permit());
                    wish.listener().onConnectFailed("unknown_host");
                } else {
                    connect(pool, found, wish);
                }
            });
        }
    }

    void later(Runnable task) {
        dialer.loop().execute(task);
    }

    private void connect(EndpointPool pool, SocketAddress address, Wish wish) {
        int timeoutMillis = wish.timeoutMillis();
        Opening opening = opening(pool, wish);
        Handshake handshake = pool.transport() instanceof Transport.Crossing crossing
                ? new Handshake(tls, crossing, opening.protocols(), opening.handler(), timeoutMillis)
                : null;
        ChannelFuture connecting = dialer.dial(address, timeoutMillis,
                introduced(wish.way(), handshake == null ? opening.handler() : handshake));
        if (connecting.isDone()) {
            // Even a refusal on loopback is told later: callers need not expect to be re-entered.
            dialer.loop().execute(() -> connected(opening, handshake, connecting));
        } else {
            connecting.addListener(done -> connected(opening, handshake, connecting));
        }
    }

    /** Another gateway learns from the request's head for whom it is. */
    private static ChannelHandler introduced(Way way, ChannelHandler first) {
        Introduction introduction = way.introduction();
        return introduction == null ? first : new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new IntroductionStage(introduction), first);
            }
        };
    }

    /** A connection that is being opened: what goes into its pipeline, and what it offers then. */
    private record Opening(EndpointPool pool, Wish wish, ChannelHandler handler, Supplier<UpstreamStream> stream) {
        /** Returns what the other end of TLS is offered. */
        List<String> protocols() {
            return switch (wish.way().kind()) {
                case HTTP1, OCTETS -> List.of();
                case HTTP2 -> HTTP2;
                case TUNNEL, UPGRADE -> EITHER;
            };
        }
    }

    private Opening opening(EndpointPool pool, Wish wish) {
        if (wish.listener() instanceof MultiplexPool.Opening shared) {
            if (wish.way().kind() == Way.Kind.HTTP2 || !(pool.transport() instanceof Transport.Crossing)) {
                return new Opening(pool, wish, shared.connection(), shared.connection()::stream);
            }
            Agreement agreement = new Agreement(shared.connection(),
                    new UpstreamConnection(pool, settings, wish.permit()));
            return new Opening(pool, wish, agreement, agreement::stream);
        }
        UpstreamConnection connection = wish.way().kind() == Way.Kind.OCTETS
                ? new OctetConnection(pool, settings, wish.permit())
                : new UpstreamConnection(pool, settings, wish.permit());
        return new Opening(pool, wish, new UpstreamEvents(connection), () -> connection);
    }

    private static void connected(Opening opening, @Nullable Handshake handshake, ChannelFuture connecting) {
        if (!connecting.isSuccess()) {
            opening.pool().notOpened(opening.wish().permit());
            opening.wish().listener().onConnectFailed(Dialer.cause(connecting.cause()));
        } else if (handshake != null) {
            handshake.whenDone(connecting.channel(), failure -> ready(opening, connecting, failure));
        } else {
            ready(opening, connecting, null);
        }
    }

    private static void ready(Opening opening, ChannelFuture connecting, @Nullable String failure) {
        opening.pool().ready();
        ConnectListener listener = opening.wish().listener();
        if (failure != null) {
            listener.onConnectFailed(failure);
        } else if (!connecting.channel().isActive()) {
            listener.onConnectFailed("reset");
        } else {
            listener.onConnected(opening.stream().get());
        }
    }

    /** Closes what has waited too long and forgets endpoints without connections; to be called about once a second. */
    public void sweep() {
        long now = now();
        pools.values().removeIf(pool -> {
            pool.sweep(now);
            return pool.unused();
        });
    }

    /** Closes free connections now and busy ones after their answer. */
    public void close() {
        closing = true;
        for (EndpointPool pool : pools.values().toArray(new EndpointPool[0])) {
            pool.closeIdle();
        }
    }

    boolean closing() {
        return closing;
    }

    UpstreamSettings settings() {
        return settings;
    }

    long now() {
        return ticker.nanos();
    }

    void opened(int change) {
        connections.add(change);
    }
}
