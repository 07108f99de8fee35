package io.spillway.drill.sample;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.spillway.model.time.Ticker;

/**
 * A small server that says who it is, over HTTP/1.1 and, in the clear by prior knowledge, HTTP/2; to calls of gRPC in gRPC's words,
 * as a server of unary methods of any name. One event loop. A drill makes it behave badly by {@code PUT /-/behaviour} with
 * {@code errorPercent}, {@code stallPercent}, {@code delayMillis} and {@code ttlMillis} as its query, and well by
 * {@code DELETE}.
 */
public final class SampleServer implements AutoCloseable {

    private final MultiThreadIoEventLoopGroup group;
    private final Channel listener;

    /** Listens on a loopback port, 0 for any, as an instance of a service in an IDC. */
    public SampleServer(String service, String idc, String instance, int port) {
        this(service, idc, instance, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    SampleServer(String service, String idc, String instance, InetSocketAddress address) {
        boolean epoll = Epoll.isAvailable();
        SampleAnswer answer = new SampleAnswer(service, idc, instance);
        CallAnswer call = new CallAnswer(answer);
        Mood mood = new Mood(Ticker.system(), new SplittableRandom(address.getPort()));
        group = new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        listener = new ServerBootstrap().group(group)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new PriorKnowledge(answer, call, mood));
                    }
                })
                .bind(address)
                .syncUninterruptibly()
                .channel();
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Ends at once, open connections included. */
    @Override
    public void close() {
        var _ = group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
