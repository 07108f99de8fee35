package io.spillway.gateway.proxy.listen;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.spillway.gateway.snapshot.ListenerRole;

/** The listening sockets of a server. Safe for use by any thread once all are bound. */
public final class Listeners {
    private static final int BACKLOG = 8192;

    private final EventLoopGroup loops;
    private final Transport transport;
    private final ChannelGroup accepted;
    private final Map<ListenerRole, Channel> channels = new EnumMap<>(ListenerRole.class);

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
     * @throws IOException when the address cannot be had; the message names it
     */
    public void bind(ListenerRole role, InetSocketAddress address, ListenerPipeline pipeline) throws IOException {
        ChannelFuture bound = new ServerBootstrap().group(loops).channel(transport.listener())
                .option(ChannelOption.SO_BACKLOG, BACKLOG).option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false).childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        pipeline.start(channel);
                        accepted.add(channel);
                    }
                }).bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("listeners." + role.routeName() + ": " + address
                    + ": cannot listen: " + bound.cause().getMessage(), bound.cause());
        }
        channels.put(role, bound.channel());
    }

    /** Returns where they listen, with the ports that were chosen. */
    public Map<ListenerRole, InetSocketAddress> addresses() {
        Map<ListenerRole, InetSocketAddress> addresses = new EnumMap<>(ListenerRole.class);
        channels.forEach((role, channel) -> addresses.put(role, (InetSocketAddress) channel.localAddress()));
        return addresses;
    }

    /** Lets clients in. */
    public void accept() {
        for (Channel channel : channels.values()) {
            channel.config().setAutoRead(true);
        }
    }

    /** Lets clients wait in the backlog, until {@link #accept}; a read under way may still take some. */
    public void pause() {
        for (Channel channel : channels.values()) {
            channel.config().setAutoRead(false);
        }
    }

    /** Stops listening; what was accepted goes on. */
    public void close() {
        for (Channel channel : channels.values()) {
            channel.close().awaitUninterruptibly();
        }
    }
}
