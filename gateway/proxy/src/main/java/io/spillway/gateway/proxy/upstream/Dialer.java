package io.spillway.gateway.proxy.upstream;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.function.Consumer;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.NetUtil;
import io.spillway.gateway.snapshot.Endpoint;
import org.jspecify.annotations.Nullable;

/** Opens connections to ports and Unix domain sockets, on one event loop that owns it. */
public final class Dialer {
    private final EventLoop loop;
    private final Bootstrap ports;
    private final Bootstrap sockets;

    /**
     * Creates a dialer.
     *
     * @param portType the channels of ports
     * @param socketType the channels of Unix domain sockets
     */
    public Dialer(EventLoop loop, Class<? extends Channel> portType, Class<? extends Channel> socketType) {
        this.loop = loop;
        // Not closing by itself on a failed write leaves an early answer readable (a 413 before the body's end).
        ports = new Bootstrap().group(loop).channel(portType).option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_CLOSE, false);
        sockets = new Bootstrap().group(loop).channel(socketType).option(ChannelOption.AUTO_CLOSE, false);
    }

    /** Returns the loop. */
    public EventLoop loop() {
        return loop;
    }

    /** Returns the address to connect to, or null when the endpoint has a name that must be looked up. */
    public static @Nullable SocketAddress literal(Endpoint endpoint) {
        String path = endpoint.path();
        if (path != null) {
            return new DomainSocketAddress(path);
        }
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

    /** Looks a name up off the loop, by the machine's resolver and its cache; {@code found} is called on the loop. */
    public void resolve(Endpoint endpoint, Consumer<@Nullable SocketAddress> found) {
        Thread.ofVirtual().name("resolve " + endpoint.host()).start(() -> {
            try {
                InetAddress address = InetAddress.getByName(endpoint.host());
                loop.execute(() -> found.accept(new InetSocketAddress(address, endpoint.port())));
            } catch (UnknownHostException e) {
                loop.execute(() -> found.accept(null));
            }
        });
    }

    /** Begins to connect; the handler is the first of the new channel. */
    public ChannelFuture dial(SocketAddress address, int timeoutMillis, ChannelHandler handler) {
        Bootstrap bootstrap = address instanceof DomainSocketAddress ? sockets : ports;
        return bootstrap.clone().option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis).handler(handler)
                .connect(address);
    }

    /** Returns the word for why a connect failed: {@code refused}, {@code timed_out} or {@code unreachable}. */
    public static String cause(@Nullable Throwable failure) {
        if (failure instanceof ConnectTimeoutException) {
            return "timed_out";
        }
        if (failure instanceof ClosedChannelException) {
            return "reset";
        }
        String message = failure == null || failure.getMessage() == null ? "" : failure.getMessage();
        boolean refused = failure instanceof ConnectException && message.toLowerCase(Locale.ROOT).contains("refused");
        return refused || failure instanceof FileNotFoundException ? "refused" : "unreachable";
    }
}
