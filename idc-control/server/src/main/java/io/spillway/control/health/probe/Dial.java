package io.spillway.control.health.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/** Opens the connections of checks, all on one event loop, and tells failures apart. */
public final class Dial {

    /** Our own time-outs are shorter; this only keeps the operating system from trying on. */
    private static final Duration LONGEST_CONNECT = Duration.ofMinutes(1);

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final Executor lookups;
    private final Supplier<SslContext> tls;

    /** Creates one on the first loop of a group; {@code lookups} run what blocks: looking up host names. */
    public Dial(EventLoopGroup group, Executor lookups) {
        this.group = group;
        this.loop = group.next();
        this.lookups = lookups;
        this.tls = new Once<>(Dial::newTls);
        this.bootstrap = new Bootstrap().group(loop).channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(LONGEST_CONNECT.toMillis()));
    }

    /** Returns the loop that everything happens on. */
    public EventLoop loop() {
        return loop;
    }

    EventLoopGroup group() {
        return group;
    }

    /** Tells the address of a place, on the loop; null when its name has none. An IP address is told before this returns. */
    void resolve(Place place, Consumer<@Nullable InetSocketAddress> then) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(place.host());
        if (literal == null) {
            lookups.execute(() -> {
                InetSocketAddress found = lookUp(place);
                loop.execute(() -> then.accept(found));
            });
        } else {
            then.accept(address(literal, place.port()));
        }
    }

    /** The same, not before TLS can be spoken: what that needs takes long to make the first time. */
    void resolveForTls(Place place, Consumer<@Nullable InetSocketAddress> then) {
        lookups.execute(() -> {
            SslContext _ = tls.get();
            loop.execute(() -> resolve(place, then));
        });
    }

    private static @Nullable InetSocketAddress lookUp(Place place) {
        try {
            return new InetSocketAddress(InetAddress.getByName(place.host()), place.port());
        } catch (UnknownHostException unknown) {
            return null;
        }
    }

    private static @Nullable InetSocketAddress address(byte[] literal, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(literal), port);
        } catch (UnknownHostException impossible) {
            return null;
        }
    }

    ChannelFuture connect(InetSocketAddress address, ChannelHandler handler) {
        return bootstrap.clone().handler(handler).connect(address);
    }

    /** Connects, closes at once and hard: what was only looked at is not to stay in TIME_WAIT by the thousand. */
    ChannelFuture touch(InetSocketAddress address, ChannelHandler handler) {
        return bootstrap.clone().option(ChannelOption.SO_LINGER, 0).handler(handler).connect(address);
    }

    /** Returns a handler for TLS without a look at the certificate. */
    SslHandler tls(Channel channel, Place place) {
        return tls.get().newHandler(channel.alloc(), place.host(), place.port());
    }

    private static SslContext newTls() {
        try {
            return SslContextBuilder.forClient().trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm("").build();
        } catch (SSLException impossible) {
            throw new IllegalStateException("no TLS", impossible);
        }
    }

    /** Returns what a failure means. */
    static CheckOutcome outcome(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            CheckOutcome known = known(cause);
            if (known != null) {
                return known;
            }
        }
        return failure instanceof IOException
                ? new CheckOutcome.Reset()
                : new CheckOutcome.BadAnswer(String.valueOf(failure.getMessage()));
    }

    private static @Nullable CheckOutcome known(Throwable cause) {
        return switch (cause) {
            case SSLException tls -> new CheckOutcome.TlsFailed(String.valueOf(tls.getMessage()));
            case ConnectTimeoutException _ -> new CheckOutcome.TimedOut(false);
            case NoRouteToHostException noRoute -> new CheckOutcome.Unreachable(String.valueOf(noRoute.getMessage()));
            case ConnectException connect -> String.valueOf(connect.getMessage()).contains("refused")
                    ? new CheckOutcome.Refused()
                    : new CheckOutcome.Unreachable(String.valueOf(connect.getMessage()));
            case DecoderException decoder when decoder.getCause() == null ->
                new CheckOutcome.BadAnswer(String.valueOf(decoder.getMessage()));
            default -> String.valueOf(cause.getMessage()).contains("unreachable")
                    ? new CheckOutcome.Unreachable(String.valueOf(cause.getMessage()))
                    : null;
        };
    }
}
