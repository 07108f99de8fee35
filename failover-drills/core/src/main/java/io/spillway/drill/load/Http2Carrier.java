package io.spillway.drill.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.spillway.drill.load.Entrances.Entrance;
import io.spillway.drill.measure.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 in the clear: one connection to each entrance, a stream for each request. A server that says GOAWAY gets no new stream;
 * the next request makes a new connection, and what is under way on the old one may end.
 */
final class Http2Carrier implements Carrier {

    private final LoadGenerator generator;
    private final Bootstrap bootstrap;
    private final Messages messages;
    private final Map<Entrance, Shared> connections = new HashMap<>();

    /** The connection to one entrance, and who waits for it. */
    private static final class Shared {
        private @Nullable Channel channel;
        private boolean connecting;
        private List<Exchange> waiting = new ArrayList<>();
    }

    Http2Carrier(LoadGenerator generator, Bootstrap bootstrap, Messages messages) {
        this.generator = generator;
        this.bootstrap = bootstrap;
        this.messages = messages;
    }

    @Override
    public void carry(Exchange exchange, Entrance entrance) {
        Shared shared = connections.computeIfAbsent(entrance, any -> new Shared());
        Channel channel = shared.channel;
        if (channel != null && channel.isActive()) {
            open(exchange, entrance, shared, channel);
            return;
        }
        shared.waiting.add(exchange);
        if (!shared.connecting) {
            shared.connecting = true;
            connect(entrance, shared);
        }
    }

    private void connect(Entrance entrance, Shared shared) {
        ChannelInitializer<Channel> pipeline = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(
                        Http2FrameCodecBuilder.forClient().encoderEnforceMaxConcurrentStreams(true)
                                .initialSettings(Http2Settings.defaultSettings().pushEnabled(false)).build(),
                        new Farewell(shared), new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
            }
        };
        var _ = bootstrap.clone().handler(pipeline).connect(entrance.address()).addListener(done -> {
            Channel channel = ((ChannelFuture) done).channel();
            List<Exchange> waited = shared.waiting;
            shared.waiting = new ArrayList<>();
            shared.connecting = false;
            shared.channel = done.isSuccess() ? channel : null;
            for (Exchange exchange : waited) {
                if (done.isSuccess() && !exchange.isDone()) {
                    open(exchange, entrance, shared, channel);
                } else if (!exchange.isDone()) {
                    generator.refused(exchange, entrance);
                }
            }
        });
    }

    private void open(Exchange exchange, Entrance entrance, Shared shared, Channel connection) {
        ChannelInitializer<Channel> pipeline = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(false),
                        new UserConnection(generator, entrance, false));
            }
        };
        var _ = new Http2StreamChannelBootstrap(connection).handler(pipeline).open().addListener(done -> {
            if (done.isSuccess()) {
                Channel stream = (Channel) done.getNow();
                if (exchange.isDone()) {
                    var _ = stream.close();
                    return;
                }
                exchange.sentOn(stream);
                stream.pipeline().get(UserConnection.class).begin(exchange);
                var _ = stream.writeAndFlush(messages.request(exchange));
            } else if (!exchange.isDone()) {
                forget(shared, connection);
                notSent(exchange, entrance);
            }
        });
    }

    private void notSent(Exchange exchange, Entrance entrance) {
        if (exchange.mayRepeat()) {
            carry(exchange, entrance);
        } else {
            generator.failed(exchange, new Outcome(Outcome.Kind.RESET, "no_stream"));
        }
    }

    private static void forget(Shared shared, Channel connection) {
        if (connection.equals(shared.channel)) {
            shared.channel = null;
        }
    }

    /** Sees a farewell before the streams do, so that what they send again goes elsewhere. */
    private static final class Farewell extends ChannelInboundHandlerAdapter {

        private final Shared shared;

        Farewell(Shared shared) {
            this.shared = shared;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2GoAwayFrame) {
                forget(shared, context.channel());
            }
            context.fireChannelRead(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            forget(shared, context.channel());
            var _ = context.close();
        }
    }
}
