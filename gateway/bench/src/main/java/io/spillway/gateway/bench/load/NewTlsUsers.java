package io.spillway.gateway.bench.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.spillway.model.time.Ticker;
import org.HdrHistogram.Histogram;

/**
 * Users who come at a fixed rate, each with a whole TLS handshake (nobody takes up a session again) and one request, and go.
 * Latency counts from the instant at which a user was due until the answer is there. One event loop owns everything between
 * start and {@link #end}.
 */
public final class NewTlsUsers implements AutoCloseable {
    /** A proxy that is slower than the rate must not run the generator out of ports. */
    private static final int MOST_AT_A_TIME = 1000;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Ticker ticker;
    private final Bootstrap bootstrap;
    private final byte[] octets;
    private final int port;
    private final long gap;
    private final Histogram latency = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
    private long start;
    private long nextDue;
    private int open;
    private long answered;
    private long errors;
    private boolean ended;

    private NewTlsUsers(Ask ask, double rate, Ticker ticker) {
        this.ticker = ticker;
        this.octets = ask.octets();
        this.port = ask.port();
        this.gap = (long) (1e9 / rate);
        SslContext context = context();
        this.bootstrap = new Bootstrap().group(group).channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true).handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // Without the name of a peer there is no session to take up again.
                        channel.pipeline().addLast(context.newHandler(channel.alloc()), new User(nextDue));
                    }
                });
    }

    private static SslContext context() {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm("").build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS for clients", e);
        }
    }

    /** Lets {@code rate} users a second come from now on. */
    public static NewTlsUsers begin(Ask ask, double rate, Ticker ticker) {
        NewTlsUsers users = new NewTlsUsers(ask, rate, ticker);
        users.group.execute(() -> {
            users.start = ticker.nanos();
            users.nextDue = users.start;
            users.pump();
        });
        return users;
    }

    /** Lets nobody come any more, and says what became of those who came; who waits for an answer is no error. */
    public LoadResult end() {
        return group.submit(() -> {
            ended = true;
            return new LoadResult(answered, errors, (ticker.nanos() - start) / 1e9, latency.getMean() / 1e6,
                    latency.getValueAtPercentile(50) / 1e6, latency.getValueAtPercentile(99) / 1e6,
                    latency.getValueAtPercentile(99.9) / 1e6);
        }).syncUninterruptibly().getNow();
    }

    @Override
    public void close() {
        var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2000);
    }

    private void pump() {
        long now = ticker.nanos();
        while (!ended && open < MOST_AT_A_TIME && nextDue - now <= 0) {
            open++;
            bootstrap.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)).addListener(done -> {
                if (!done.isSuccess()) {
                    open--;
                    errors++;
                }
            });
            nextDue += gap;
        }
        if (!ended) {
            long wait = open < MOST_AT_A_TIME ? nextDue - ticker.nanos() : TimeUnit.MILLISECONDS.toNanos(1);
            var _ = group.schedule(this::pump, Math.max(0, wait), TimeUnit.NANOSECONDS);
        }
    }

    /** One connection with one request. */
    private final class User extends ChannelInboundHandlerAdapter {
        private final AnswerReader reader = new AnswerReader();
        private final long due;
        private boolean done;

        User(long due) {
            this.due = due;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    var _ = ctx.writeAndFlush(Unpooled.wrappedBuffer(octets));
                } else {
                    var _ = ctx.close();
                }
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf in = (ByteBuf) message;
            int status = reader.read(in);
            in.release();
            if (status >= 200 && status < 300 && !done) {
                done = true;
                answered++;
                latency.recordValue(Math.clamp(ticker.nanos() - due, 0, TimeUnit.SECONDS.toNanos(60)));
            }
            if (status != 0) {
                var _ = ctx.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            open--;
            errors += done || ended ? 0 : 1;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }
    }
}
