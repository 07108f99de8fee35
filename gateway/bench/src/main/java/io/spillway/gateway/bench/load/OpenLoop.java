package io.spillway.gateway.bench.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.model.time.Ticker;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Open loop: requests are due at a fixed rate whether or not earlier ones were answered, and latency counts from the
 * instant at which a request was due, so that a stall of the proxy is seen by all requests that fell into it. One event
 * loop owns everything between start and end.
 */
public final class OpenLoop {
    private static final long LATE_END = TimeUnit.SECONDS.toNanos(2);

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Ticker ticker;
    private final byte[] octets;
    private final long gap;
    private final ArrayDeque<User> free = new ArrayDeque<>();
    private final ArrayDeque<Long> waiting = new ArrayDeque<>();
    private final Histogram latency = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
    private final Histogram lateness = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
    private long nextDue;
    private long due;
    private long sent;
    private long total;
    private long answered;
    private long errors;

    private OpenLoop(Ask ask, double rate, Ticker ticker) {
        this.ticker = ticker;
        this.octets = ask.octets();
        this.gap = (long) (1e9 / rate);
    }

    /** Sends {@code rate} requests a second over so many connections for so many seconds. */
    public static LoadResult run(Ask ask, double rate, int connections, double seconds, Ticker ticker) {
        OpenLoop loop = new OpenLoop(ask, rate, ticker);
        try {
            return loop.run(ask.port(), connections, seconds);
        } finally {
            var _ = loop.group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2000);
        }
    }

    private LoadResult run(int port, int connections, double seconds) {
        Bootstrap bootstrap = new Bootstrap().group(group).channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true);
        for (int i = 0; i < connections; i++) {
            User user = new User();
            ChannelFuture connected = bootstrap.handler(user)
                    .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)).awaitUninterruptibly();
            if (!connected.isSuccess()) {
                throw new BenchFailure("open loop: cannot connect to port " + port, connected.cause());
            }
        }
        total = (long) (seconds * 1e9 / gap);
        long start = ticker.nanos();
        group.execute(() -> {
            nextDue = start;
            pump();
        });
        long end = start + (long) (seconds * 1e9) + LATE_END;
        while (ticker.nanos() - end < 0 && !group.submit(() -> answered + errors >= total).syncUninterruptibly()
                .getNow()) {
            Ports.pause(20);
        }
        return group.submit(() -> result(seconds)).syncUninterruptibly().getNow();
    }

    private LoadResult result(double seconds) {
        if (sent + waiting.size() < total) {
            throw new BenchFailure("open loop: only " + sent + " of " + total + " requests were due in time: the"
                    + " generator was too slow for the rate");
        }
        errors += total - answered - errors;
        return new LoadResult(answered, errors, seconds, latency.getMean() / 1e6,
                latency.getValueAtPercentile(50) / 1e6, latency.getValueAtPercentile(99) / 1e6,
                latency.getValueAtPercentile(99.9) / 1e6, lateness.getValueAtPercentile(99) / 1e6);
    }

    /** Sends what is due and comes back when the next is. */
    private void pump() {
        long now = ticker.nanos();
        while (due < total && nextDue - now <= 0) {
            due++;
            waiting.add(nextDue);
            lateness.recordValue(Math.clamp(now - nextDue, 0, TimeUnit.SECONDS.toNanos(60)));
            nextDue += gap;
        }
        sendWaiting();
        if (due < total) {
            var _ = group.schedule(this::pump, Math.max(0, nextDue - ticker.nanos()), TimeUnit.NANOSECONDS);
        }
    }

    private void sendWaiting() {
        while (!waiting.isEmpty() && !free.isEmpty()) {
            free.poll().send(waiting.poll());
        }
    }

    /** One connection, one request at a time. */
    private final class User extends ChannelInboundHandlerAdapter {
        private final AnswerReader reader = new AnswerReader();
        private long dueAt;
        private boolean busy;
        private @Nullable Channel channel;

        void send(long when) {
            dueAt = when;
            busy = true;
            sent++;
            var _ = requireNonNull(channel).writeAndFlush(Unpooled.wrappedBuffer(octets));
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            channel = ctx.channel();
            free.add(this);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf in = (ByteBuf) message;
            int status = reader.read(in);
            in.release();
            if (status == 0) {
                return;
            }
            busy = false;
            if (status >= 200 && status < 300) {
                answered++;
                latency.recordValue(Math.clamp(ticker.nanos() - dueAt, 0, TimeUnit.SECONDS.toNanos(60)));
            } else {
                errors++;
            }
            free.addFirst(this);
            sendWaiting();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            free.remove(this);
            if (busy) {
                errors++;
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }
    }
}
