package io.spillway.drill.bench.health.responder;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.spillway.gateway.bench.process.BenchFailure;
import org.jspecify.annotations.Nullable;

/** Thousands of targets: most answer, some are frozen, some can be killed. Safe for use by any thread. */
public final class Responder implements AutoCloseable {
    private static final int LOOPS = 2;
    private static final int BACKLOG = 4096;
    /** Connections that fill the shortest queue that Linux has, after which it answers no further one. */
    private static final int FILLING = 4;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(LOOPS,
            EpollIoHandler.newFactory());
    private final List<Mortal> mortals = new ArrayList<>();
    private final List<AutoCloseable> silent = new ArrayList<>();

    /** One that can be killed: its socket, and the connections to it. */
    private record Mortal(Channel listener, ChannelGroup connections) {

        void kill() {
            var _ = listener.close().syncUninterruptibly();
            var _ = connections.close().syncUninterruptibly();
        }
    }

    /**
     * Listens.
     *
     * @throws BenchFailure when a port cannot be had; says which
     */
    public Responder(ResponderPorts ports) {
        var _ = listen(new InetSocketAddress(ports.live()), null, AnswerHandler::new);
        var _ = listen(new InetSocketAddress(ports.frozen()), null, DeafHandler::new);
        keepSilent(ports.silent());
        for (int port : ports.mortals()) {
            ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
            mortals.add(new Mortal(listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), connections,
                    AnswerHandler::new), connections));
        }
        // The last one, so that who reaches it knows that all listen.
        var _ = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.control()), null,
                () -> new KillHandler(this::kill));
    }

    /** Ends mortals as a crash of their processes does: connections are closed, new ones refused. */
    void kill(int from, int to) {
        mortals.subList(from, to).forEach(Mortal::kill);
    }

    private Channel listen(InetSocketAddress address, @Nullable ChannelGroup connections,
            Supplier<ChannelHandler> handler) {
        try {
            return new ServerBootstrap().group(group).channel(EpollServerSocketChannel.class)
                    .option(ChannelOption.SO_REUSEADDR, true).option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .childOption(ChannelOption.TCP_NODELAY, true).childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            if (connections != null) {
                                var _ = connections.add(channel);
                            }
                            ChannelHandler last = handler.get();
                            if (last instanceof KillHandler) {
                                channel.pipeline().addLast(new HttpServerCodec());
                            }
                            channel.pipeline().addLast(last);
                        }
                    }).bind(address).sync().channel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    /** A queue of one that nobody empties, and that is full: the kernel drops who else comes. */
    private void keepSilent(int port) {
        try {
            ServerSocket socket = new ServerSocket(port, 1);
            silent.add(socket);
            for (int i = 0; i < FILLING; i++) {
                SocketChannel filling = SocketChannel.open();
                silent.add(filling);
                filling.configureBlocking(false);
                boolean _ = filling.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            }
        } catch (IOException e) {
            throw new BenchFailure("port " + port + " cannot be kept silent: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        var _ = group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        for (AutoCloseable one : silent) {
            try {
                one.close();
            } catch (Exception e) {
                throw new BenchFailure("a socket cannot be closed", e);
            }
        }
    }
}
