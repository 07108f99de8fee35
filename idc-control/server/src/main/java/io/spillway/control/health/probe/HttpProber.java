package io.spillway.control.health.probe;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.spillway.model.resource.HealthProbe;
import org.jspecify.annotations.Nullable;

/**
 * A GET on a connection that is kept. The head of the answer decides; the body is thrown away. A kept connection that turns
 * out to be closed says nothing of the workload, so the check is made once more on a new one.
 */
final class HttpProber implements Prober {

    /** A body that is longer costs the connection. */
    private static final long LONGEST_BODY = 64 * 1024;
    private static final int INFORMATIONAL = 200;

    private final HealthProbe.Http probe;
    private final Place place;
    private final Dial dial;
    private @Nullable Connection kept;

    /** Told to; null when no check is on. */
    private @Nullable Consumer<CheckOutcome> asking;
    private int attempt;

    HttpProber(HealthProbe.Http probe, Place place, Dial dial) {
        this.probe = probe;
        this.place = place;
        this.dial = dial;
    }

    @Override
    public void begin(Consumer<CheckOutcome> done) {
        asking = done;
        attempt++;
        Connection connection = kept;
        if (connection != null && connection.usable()) {
            connection.ask();
        } else {
            connect();
        }
    }

    private void connect() {
        drop();
        int mine = attempt;
        Consumer<@Nullable InetSocketAddress> then = address -> {
            if (mine == attempt && address == null) {
                tell(new CheckOutcome.Unresolved(place.host()));
            } else if (mine == attempt && address != null) {
                connect(address);
            }
        };
        if (probe.tls()) {
            dial.resolveForTls(place, then);
        } else {
            dial.resolve(place, then);
        }
    }

    private void connect(InetSocketAddress address) {
        Connection connection = new Connection();
        kept = connection;
        ChannelFuture connecting = dial.connect(address, new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (probe.tls()) {
                    channel.pipeline().addLast(dial.tls(channel, place));
                }
                channel.pipeline().addLast(new HttpClientCodec(), connection);
            }
        });
        connection.channel = connecting.channel();
        var _ = connecting.addListener((ChannelFuture connected) -> {
            Throwable failure = connected.cause();
            if (failure == null) {
                connection.connected = true;
                connection.ask();
            } else {
                connection.failed(Dial.outcome(failure));
            }
        });
    }

    private void tell(CheckOutcome outcome) {
        Consumer<CheckOutcome> done = asking;
        asking = null;
        if (done != null) {
            done.accept(outcome);
        }
    }

    @Override
    public CheckOutcome giveUp() {
        Connection connection = kept;
        boolean connected = connection != null && connection.connected;
        close();
        return new CheckOutcome.TimedOut(connected);
    }

    @Override
    public void close() {
        asking = null;
        attempt++;
        drop();
    }

    private void drop() {
        Connection connection = kept;
        kept = null;
        if (connection != null && connection.channel != null) {
            var _ = connection.channel.close();
        }
    }

    private FullHttpRequest request() {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, probe.path(),
                Unpooled.EMPTY_BUFFER);
        String host = probe.host();
        request.headers().set(HttpHeaderNames.HOST, host == null ? place.authority() : host)
                .set(HttpHeaderNames.USER_AGENT, "spillway-health").set(HttpHeaderNames.ACCEPT, "*/*");
        return request;
    }

    /** One connection; counts only as long as it is the kept one. */
    private final class Connection extends SimpleChannelInboundHandler<HttpObject> {

        private @Nullable Channel channel;
        private boolean connected;
        private boolean reused;
        private boolean answered; // the head of the answer that is being read has come
        private boolean done = true; // the last answer has come whole
        private boolean keep = true;
        private long bytes;

        boolean usable() {
            return connected && done && keep && channel != null && channel.isActive();
        }

        void ask() {
            if (this != kept || asking == null || channel == null) {
                return;
            }
            done = false;
            answered = false;
            bytes = 0;
            var _ = channel.writeAndFlush(request()).addListener(written -> {
                Throwable failure = written.cause();
                if (failure != null) {
                    failed(Dial.outcome(failure));
                }
            });
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message.decoderResult().isFailure()) {
                reused = false;
                failed(new CheckOutcome.BadAnswer(String.valueOf(message.decoderResult().cause().getMessage())));
                return;
            }
            if (message instanceof HttpResponse response && response.status().code() >= INFORMATIONAL) {
                head(response);
            }
            if (message instanceof HttpContent content) {
                bytes += content.content().readableBytes();
                if (bytes > LONGEST_BODY) {
                    keep = false;
                    var _ = context.close();
                }
            }
            if (message instanceof LastHttpContent && answered) {
                done = true;
                reused = true;
                if (!keep) {
                    var _ = context.close();
                }
            }
        }

        private void head(HttpResponse response) {
            answered = true;
            keep = keep && HttpUtil.isKeepAlive(response);
            int status = response.status().code();
            if (this == kept) {
                tell(probe.accepts(status) ? new CheckOutcome.Passed() : new CheckOutcome.BadStatus(status));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            failed(new CheckOutcome.Reset());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failed(Dial.outcome(cause));
        }

        void failed(CheckOutcome outcome) {
            if (this != kept) {
                return;
            }
            boolean stale = reused && !answered && asking != null;
            drop();
            if (stale) {
                connect();
            } else {
                tell(outcome);
            }
        }
    }
}
