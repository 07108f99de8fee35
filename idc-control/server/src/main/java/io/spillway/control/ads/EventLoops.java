package io.spillway.control.ads;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The threads that read and write the connections of the gRPC port. The thread of a client's connection also owns what is
 * known of that client: an Ack is read, understood and followed by the next response without a hand-over between threads,
 * which for thousands of clients costs more than the work itself.
 */
final class EventLoops implements AutoCloseable {

    /** The event loop that a thread is, for those that are one. */
    private static final ThreadLocal<@Nullable Loop> CURRENT = new ThreadLocal<>();

    /** One of the threads, with what it has for all of its streams. */
    private record Loop(Executor executor, Intake intake, Alike alike) {}

    private final EventLoopGroup acceptor;
    private final EventLoopGroup workers;
    private final Supplier<ServerChannel> listening;

    /** Starts that many threads, and one that accepts. */
    EventLoops(int threads) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.listening = epoll ? EpollServerSocketChannel::new : NioServerSocketChannel::new;
        this.acceptor = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("ads-accept", true), io);
        this.workers = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("ads", true), io);
        for (EventExecutor loop : workers) {
            loop.execute(() -> CURRENT.set(new Loop(loop, new Intake(loop), new Alike(loop))));
        }
    }

    /**
     * Returns the event loop that the calling thread is.
     *
     * @throws IllegalStateException when it is none: discovery is served by {@link AdsServer} only
     */
    static Executor current() {
        return loop().executor();
    }

    /**
     * Returns who is heard on the event loop that the calling thread is.
     *
     * @throws IllegalStateException when it is none
     */
    static Intake intake() {
        return loop().intake();
    }

    /**
     * Returns what the clients of the event loop that the calling thread is have in common.
     *
     * @throws IllegalStateException when it is none
     */
    static Alike alike() {
        return loop().alike();
    }

    private static Loop loop() {
        Loop loop = CURRENT.get();
        if (loop == null) {
            throw new IllegalStateException("thread " + Thread.currentThread().getName()
                    + " (expected: an event loop of AdsServer)");
        }
        return loop;
    }

    /** Returns whether the calling thread is that event loop. */
    static boolean isCurrent(Executor loop) {
        Loop current = CURRENT.get();
        return current != null && current.executor().equals(loop);
    }

    /** Makes a server use these threads. {@code accepted}: by what every accepted connection goes first; null: nothing. */
    NettyServerBuilder useFor(NettyServerBuilder builder, @Nullable ChannelHandler accepted) {
        return builder.bossEventLoopGroup(acceptor).workerEventLoopGroup(workers).channelFactory(() -> {
            ServerChannel channel = listening.get();
            if (accepted != null) {
                channel.pipeline().addFirst(accepted);
            }
            return channel;
        });
    }

    /** Ends the threads, without waiting for them. */
    @Override
    public void close() {
        var _ = acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        var _ = workers.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
