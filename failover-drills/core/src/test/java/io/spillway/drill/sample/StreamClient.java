package io.spillway.drill.sample;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;

/** Knows that a server speaks HTTP/2 in the clear. Its requests share a connection, on which they leave in their order. */
final class StreamClient implements AutoCloseable {

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel connection;

    /** What came on a stream; an octet is a char of the body. */
    record Answer(Map<String, String> head, String body, Map<String, String> trailers) {}

    StreamClient(InetSocketAddress server) {
        connection = new Bootstrap().group(group).channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(Http2FrameCodecBuilder.forClient().build(),
                                new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                    }
                }).connect(server).syncUninterruptibly().channel();
    }

    /** Sends a request, with a body unless that is empty; a content type may be empty too. */
    CompletableFuture<Answer> ask(String method, String path, String contentType, String body) {
        Http2Headers head = new DefaultHttp2Headers().method(method).path(path).scheme("http")
                .authority("items.example");
        if (!contentType.isEmpty()) {
            head.set("content-type", contentType);
        }
        Reader reader = new Reader();
        var _ = new Http2StreamChannelBootstrap(connection).handler(reader).open().addListener(opened -> {
            if (!opened.isSuccess()) {
                reader.answer.completeExceptionally(opened.cause());
                return;
            }
            Channel stream = (Channel) opened.getNow();
            var _ = stream.write(new DefaultHttp2HeadersFrame(head, body.isEmpty()));
            if (!body.isEmpty()) {
                var _ = stream.write(new DefaultHttp2DataFrame(
                        Unpooled.copiedBuffer(body, StandardCharsets.ISO_8859_1), true));
            }
            var _ = stream.flush();
        });
        return reader.answer;
    }

    @Override
    public void close() {
        var _ = group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Reader extends ChannelInboundHandlerAdapter {

        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private final Map<String, String> head = new LinkedHashMap<>();
        private final StringBuilder body = new StringBuilder();
        private final Map<String, String> trailers = new LinkedHashMap<>();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            boolean last = false;
            if (message instanceof Http2HeadersFrame frame) {
                Map<String, String> fields = head.isEmpty() ? head : trailers;
                frame.headers().forEach(field -> fields.put(field.getKey().toString(), field.getValue().toString()));
                last = frame.isEndStream();
            } else if (message instanceof Http2DataFrame frame) {
                body.append(frame.content().toString(StandardCharsets.ISO_8859_1));
                last = frame.isEndStream();
            }
            var _ = ReferenceCountUtil.release(message);
            if (last) {
                answer.complete(new Answer(head, body.toString(), trailers));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            answer.completeExceptionally(new IOException("the stream ended before its answer did"));
        }
    }
}
