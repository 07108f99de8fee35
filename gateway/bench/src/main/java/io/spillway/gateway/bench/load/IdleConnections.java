package io.spillway.gateway.bench.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.model.time.Ticker;

/** Connections that made one request each and are kept open until {@link #close}. */
public final class IdleConnections implements AutoCloseable {
    private static final int BATCH = 200;
    private static final int PATIENCE_SECONDS = 5;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    private IdleConnections() {}

    /** Opens them; fails when not all were answered or one was closed. */
    public static IdleConnections open(Ask ask, int count, Ticker ticker) {
        IdleConnections idle = new IdleConnections();
        try {
            byte[] octets = ask.octets();
            for (int done = 0; done < count; done += BATCH) {
                int now = Math.min(count, done + BATCH);
                idle.batch(ask, octets, now - done);
                // No system is asked for more at a time than its circuit breakers let through by default.
                if (!Ports.await(() -> idle.answered.get() == now, ticker, PATIENCE_SECONDS)) {
                    break;
                }
            }
            if (idle.answered.get() != count || idle.open.get() != count) {
                throw new BenchFailure("idle connections: " + idle.answered + " of " + count + " answered, " + idle.open
                        + " open (expected: all)");
            }
            return idle;
        } catch (RuntimeException e) {
            idle.close();
            throw e;
        }
    }

    /** Returns how many are open. */
    public int count() {
        return open.get();
    }

    private void batch(Ask ask, byte[] octets, int count) {
        Bootstrap bootstrap = new Bootstrap().group(group).channel(EpollSocketChannel.class);
        List<ChannelFuture> connecting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            connecting.add(bootstrap.handler(new Idle(octets))
                    .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), ask.port())));
        }
        for (ChannelFuture connected : connecting) {
            if (!connected.awaitUninterruptibly().isSuccess()) {
                throw new BenchFailure("idle connections: cannot connect to port " + ask.port() + " with " + open
                        + " open", connected.cause());
            }
        }
    }

    @Override
    public void close() {
        var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5000);
    }

    private final class Idle extends ChannelInboundHandlerAdapter {
        private final byte[] octets;
        private final AnswerReader reader = new AnswerReader();

        Idle(byte[] octets) {
            this.octets = octets;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            open.incrementAndGet();
            var _ = ctx.writeAndFlush(Unpooled.wrappedBuffer(octets));
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf in = (ByteBuf) message;
            if (reader.read(in) == 200) {
                answered.incrementAndGet();
            }
            in.release();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            open.decrementAndGet();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }
    }
}
