package io.spillway.gateway.proxy.listen;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import org.jspecify.annotations.Nullable;

/** The listening sockets of a server. Safe for use by any thread once all are bound. */
public final class Listeners {
    private static final int BACKLOG = 8192;

    /** One socket; {@code fileKey} is what tells our Unix socket from a later process's. */
    private record Listening(Channel channel, Place place, @Nullable Object fileKey) {}

    private final EventLoopGroup loops;
    private final Transport transport;
    private final ChannelGroup accepted;
    private final Map<String, Listening> listening = new LinkedHashMap<>();

    /**
     * Creates none.
     *
     * @param transport of the loops
     * @param accepted gets every channel that is accepted
     */
    public Listeners(EventLoopGroup loops, Transport transport, ChannelGroup accepted) {
        this.loops = loops;
        this.transport = transport;
        this.accepted = accepted;
    }

    /**
     * Listens and accepts nobody yet: clients that come wait in the backlog.
     *
     * @param name for people and for {@link #ports}, for example {@code entrance}
     * @throws IOException when the place cannot be had; the message names it
     */
    public void bind(String name, Place place, ListenerPipeline pipeline) throws IOException {
        try {
            if (place instanceof Place.File(UnixSocket socket)) {
                socket.claim();
            }
            ChannelFuture bound = bootstrap(place, pipeline).bind(place.first()).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                throw new IOException(bound.cause().getMessage(), bound.cause());
            }
            listening.put(name, new Listening(bound.channel(), place, null));
            if (place instanceof Place.File(UnixSocket socket)) {
                listening.put(name, new Listening(bound.channel(), place, socket.settle()));
            }
        } catch (IOException e) {
            throw new IOException("listeners." + name + ": " + place + ": cannot listen: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return e.getClass() == IOException.class ? message : e.getClass().getSimpleName() + " " + message;
    }

    private ServerBootstrap bootstrap(Place place, ListenerPipeline pipeline) {
        ServerBootstrap bootstrap = new ServerBootstrap().group(loops).option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.AUTO_READ, false).childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        pipeline.start(channel);
                        accepted.add(channel);
                    }
                });
        return switch (place) {
            case Place.Port _ -> bootstrap.channel(transport.listener())
                    .option(ChannelOption.SO_REUSEADDR, true).childOption(ChannelOption.TCP_NODELAY, true);
            case Place.File _ -> bootstrap.channel(transport.socketListener());
        };
    }

    /** Returns at which ports they listen, by name, also those that were chosen. */
    public Map<String, InetSocketAddress> ports() {
        Map<String, InetSocketAddress> ports = new LinkedHashMap<>();
        listening.forEach((name, one) -> {
            if (one.channel.localAddress() instanceof InetSocketAddress port) {
                ports.put(name, port);
            }
        });
        return ports;
    }

    /** Lets clients in. */
    public void accept() {
        for (Listening one : listening.values()) {
            one.channel.config().setAutoRead(true);
        }
    }

    /** Lets clients wait in the backlog, until {@link #accept}; a read under way may still take some. */
    public void pause() {
        for (Listening one : listening.values()) {
            one.channel.config().setAutoRead(false);
        }
    }

    /** Stops listening; what was accepted goes on. */
    public void close() {
        for (Listening one : listening.values()) {
            one.channel.close().awaitUninterruptibly();
            if (one.place instanceof Place.File(UnixSocket socket)) {
                socket.remove(one.fileKey);
            }
        }
    }

    /** Returns them for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        listening.forEach((name, one) -> text.append(text.isEmpty() ? "" : ", ").append(name).append(' ')
                .append(one.place instanceof Place.Port ? one.channel.localAddress() : one.place));
        return text.toString();
    }
}
