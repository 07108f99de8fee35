package io.spillway.gateway.proxy.upstream;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.spillway.gateway.proxy.tls.ClientTls;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Transport;
import io.spillway.gateway.snapshot.UpstreamProtocol;
import io.spillway.gateway.snapshot.XdsCluster;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * All upstream connections of one event loop. Connects on that loop, so that a request never changes threads. Owned by
 * the loop: every method is called on it.
 */
public final class UpstreamPool {
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final UpstreamSettings settings;
    private final ClientTls tls;
    private final Ticker ticker;
    private final LongAdder connections;
    private final Map<String, EndpointPool> pools = new HashMap<>();
    private boolean closing;

    /**
     * Creates an empty pool.
     *
     * @param tls what makes connections to other IDCs secret
     * @param connections counts open connections over all loops
     */
    public UpstreamPool(EventLoop loop, Class<? extends Channel> channelType, UpstreamSettings settings,
            ClientTls tls, Ticker ticker, LongAdder connections) {
        this.loop = loop;
        this.settings = settings;
        this.tls = tls;
        this.ticker = ticker;
        this.connections = connections;
        // Not closing by itself on a failed write leaves an early answer readable (a 413 before the body's end).
        this.bootstrap = new Bootstrap().group(loop).channel(channelType).option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_CLOSE, false);
    }

    /** Returns how many requests this loop has in flight to the endpoint. */
    public int active(Endpoint endpoint) {
        EndpointPool pool = pools.get(endpoint.connectionKey());
        return pool == null ? 0 : pool.active();
    }

    /** Returns a way that is open already and has not waited longer than that, else null. */
    public @Nullable UpstreamStream poll(XdsCluster cluster, Endpoint endpoint, long longestIdleNanos) {
        EndpointPool pool = pools.get(endpoint.connectionKey());
        if (pool == null) {
            return null;
        }
        return cluster.protocol() == UpstreamProtocol.HTTP2 ? pool.multiplex().poll() : pool.poll(longestIdleNanos);
    }

    /**
     * Opens a way as the cluster wants it, or waits for one when there may be no more. The listener is called later, never
     * during this call.
     */
    public void connect(XdsCluster cluster, Endpoint endpoint, Permit permit, ConnectListener listener) {
        int timeoutMillis = (int) cluster.policy().connectTimeout().toMillis();
        EndpointPool pool = pools.get(endpoint.connectionKey());
        if (pool == null) {
            pool = new EndpointPool(this, endpoint, literal(endpoint));
            pools.put(endpoint.connectionKey(), pool);
        }
        if (cluster.protocol() == UpstreamProtocol.HTTP2) {
            if (!pool.multiplex().join(listener)) {
                pool.took();
                pool.openShared(new Wish(endpoint, timeoutMillis, permit, pool.multiplex().open(listener, permit)));
            }
            return;
        }
        // A connect under way counts as a request in flight: least-request must see a burst of them.
        pool.took();
        pool.open(new Wish(endpoint, timeoutMillis, permit, listener));
    }

    /** Opens a connection for which there is a permit. */
    void open(EndpointPool pool, Wish wish) {
        InetSocketAddress literal = pool.literal();
        if (literal != null) {
            connect(pool, literal, wish);
        } else {
            resolve(pool, wish);
        }
    }

    void later(Runnable task) {
        loop.execute(task);
    }

    private static @Nullable InetSocketAddress literal(Endpoint endpoint) {
        byte @Nullable [] octets = NetUtil.createByteArrayFromIpAddressString(endpoint.host());
        if (octets == null) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(octets), endpoint.port());
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Names are resolved off the loop, by the machine's resolver and its cache. */
    private void resolve(EndpointPool pool, Wish wish) {
        Endpoint endpoint = wish.endpoint();
        Thread.ofVirtual().name("resolve " + endpoint.host()).start(() -> {
            try {
                InetAddress found = InetAddress.getByName(endpoint.host());
                InetSocketAddress address = new InetSocketAddress(found, endpoint.port());
                loop.execute(() -> connect(pool, address, wish));
            } catch (UnknownHostException e) {
                loop.execute(() -> {
                    pool.notOpened(wish.permit());
                    wish.listener().onConnectFailed("unknown_host");
                });
            }
        });
    }

    private void connect(EndpointPool pool, InetSocketAddress address, Wish wish) {
        int timeoutMillis = wish.timeoutMillis();
        Opening opening = opening(pool, wish);
        Handshake handshake = pool.transport() instanceof Transport.Crossing crossing
                ? new Handshake(tls, crossing, opening.handler(), timeoutMillis)
                : null;
        ChannelFuture connecting = bootstrap.clone().option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                .handler(handshake == null ? opening.handler() : handshake).connect(address);
        if (connecting.isDone()) {
            // Even a refusal on loopback is told later: callers need not expect to be re-entered.
            loop.execute(() -> connected(opening, handshake, connecting));
        } else {
            connecting.addListener(done -> connected(opening, handshake, connecting));
        }
    }

    /** A connection that is being opened: what goes into its pipeline, and what it offers then. */
    private record Opening(EndpointPool pool, Wish wish, ChannelHandler handler, Supplier<UpstreamStream> stream) {}

    private Opening opening(EndpointPool pool, Wish wish) {
        if (wish.listener() instanceof MultiplexPool.Opening shared) {
            return new Opening(pool, wish, shared.connection(), shared.connection()::stream);
        }
        UpstreamConnection connection = new UpstreamConnection(pool, settings, wish.permit());
        return new Opening(pool, wish, connection, () -> connection);
    }

    private static void connected(Opening opening, @Nullable Handshake handshake, ChannelFuture connecting) {
        if (!connecting.isSuccess()) {
            opening.pool().notOpened(opening.wish().permit());
            opening.wish().listener().onConnectFailed(cause(connecting.cause()));
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

    private static String cause(@Nullable Throwable failure) {
        if (failure instanceof ConnectTimeoutException) {
            return "timed_out";
        }
        String message = failure == null || failure.getMessage() == null ? "" : failure.getMessage();
        boolean refused = failure instanceof ConnectException && message.toLowerCase(Locale.ROOT).contains("refused");
        return refused ? "refused" : "unreachable";
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
