package io.spillway.drill.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.ReferenceCountUtil;
import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.Request;
import io.spillway.model.time.Ticker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Users who speak HTTP/2 in the clear, and gRPC on it, to a server that does what each test wants. */
@Tag("slow")
class Http2LoadTest {

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private List<Request> run(InetSocketAddress entrance, Protocol protocol, int requests) {
        LoadPlan plan = new LoadPlan(
                List.of(new UserGroup("all", "idc-a", 200, 25, List.of("orders"), new Shape.Constant(), protocol,
                        false)),
                Map.of("idc-a", List.of(entrance)), Map.of("orders", "orders.example"), Duration.ofSeconds(1),
                Duration.ofSeconds(10), Duration.ZERO);
        Ticker ticker = Ticker.system();
        LoadGenerator generator = new LoadGenerator(plan, ticker, ticker.nanos());
        open.add(generator);
        generator.start();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> generator.recording().size() >= requests);
        generator.drain();
        List<Request> all = new ArrayList<>();
        generator.recording().forEach(0, all::add);
        return all;
    }

    @Test
    void allRequestsShareAConnection() {
        Server server = server((stream, headers) -> stream.answer("200", false));
        List<Request> requests = run(server.address(), Protocol.HTTP2, 50);
        assertThat(requests).extracting(Request::outcome).containsOnly(Outcome.OK);
        assertThat(requests).extracting(Request::servedBy).containsOnly("idc-a");
        assertThat(requests).extracting(Request::method).contains("GET", "POST");
        assertThat(server.connections).hasValue(1);
        assertThat(server.authorities).containsExactly("orders.example");
    }

    @Test
    void aUnaryCallEndsWithItsStatus() {
        Server server = server((stream, headers) -> {
            assertThat(headers.path()).hasToString("/spillway.sample.Items/Get");
            assertThat(headers.get("te")).hasToString("trailers");
            stream.answer(stream.number % 5 == 0 ? "14" : "0", true);
        });
        List<Request> requests = run(server.address(), Protocol.GRPC, 50);
        assertThat(requests).extracting(request -> request.outcome().tag()).contains("ok", "server_error grpc 14")
                .allMatch(tag -> tag.equals("ok") || tag.equals("server_error grpc 14"));
        assertThat(requests).filteredOn(Request::ok).extracting(Request::servedBy).containsOnly("idc-a");
    }

    @Test
    void aGatewaysRefusalOfACallIsToldByItsReason() {
        Server server = server((stream, headers) -> stream.refuseCall(stream.number % 2 == 0 ? "loop" : "no_endpoint"));
        assertThat(run(server.address(), Protocol.GRPC, 20)).extracting(request -> request.outcome().tag())
                .contains("loop", "server_error grpc 13 no_endpoint")
                .allMatch(tag -> tag.equals("loop") || tag.equals("server_error grpc 13 no_endpoint"));
    }

    @Test
    void aStreamThatWasNotLookedAtIsSentAgain() {
        Set<String> refused = ConcurrentHashMap.newKeySet();
        Server server = server((stream, headers) -> {
            // Nobody is refused again and again, however the streams follow each other.
            if (stream.number % 4 == 0 && refused.add(String.valueOf(headers.path()))) {
                stream.refuse();
            } else {
                stream.answer("200", false);
            }
        });
        assertThat(run(server.address(), Protocol.HTTP2, 40)).extracting(Request::outcome).containsOnly(Outcome.OK);
        assertThat(refused).isNotEmpty();
    }

    @Test
    void aServerThatSaysGoodbyeGetsNoNewStream() {
        Server server = server((stream, headers) -> {
            stream.answer("200", false);
            if (stream.number == 10) {
                stream.goodbye();
            }
        });
        assertThat(run(server.address(), Protocol.HTTP2, 40)).extracting(Request::outcome).containsOnly(Outcome.OK);
        assertThat(server.connections).hasValue(2);
    }

    private interface Conduct {
        void answer(Stream stream, Http2Headers headers);
    }

    private record Stream(ChannelHandlerContext context, int number) {

        void answer(String status, boolean grpc) {
            Http2Headers head = new DefaultHttp2Headers().status(grpc ? "200" : status).set("x-served-idc", "idc-a");
            var _ = context.write(new DefaultHttp2HeadersFrame(head));
            var _ = context.writeAndFlush(new DefaultHttp2DataFrame(
                    Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII), !grpc));
            if (grpc) {
                var _ = context.writeAndFlush(new DefaultHttp2HeadersFrame(
                        new DefaultHttp2Headers().set("grpc-status", status), true));
            }
        }

        /** As a gateway does it: in one head, whose status is 200. */
        void refuseCall(String reason) {
            var _ = context.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200")
                    .set("content-type", "application/grpc").set("grpc-status", "13")
                    .set("x-spillway-refused", reason), true));
        }

        void refuse() {
            var _ = context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM));
        }

        void goodbye() {
            var _ = context.channel().parent().writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        }
    }

    private Server server(Conduct conduct) {
        Server server = new Server(conduct);
        open.add(server);
        return server;
    }

    private static final class Server implements AutoCloseable {

        private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        private final AtomicInteger connections = new AtomicInteger();
        private final AtomicInteger streams = new AtomicInteger();
        private final Set<String> authorities = ConcurrentHashMap.newKeySet();
        private final Channel listener;

        Server(Conduct conduct) {
            listener = new ServerBootstrap().group(group).channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            connections.incrementAndGet();
                            channel.pipeline().addLast(Http2FrameCodecBuilder.forServer().build(),
                                    new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                                        @Override
                                        protected void initChannel(Channel stream) {
                                            stream.pipeline().addLast(handler(conduct));
                                        }
                                    }));
                        }
                    }).bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).syncUninterruptibly()
                    .channel();
        }

        private ChannelInboundHandlerAdapter handler(Conduct conduct) {
            return new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    if (message instanceof Http2HeadersFrame frame && frame.headers().path() != null) {
                        authorities.add(String.valueOf(frame.headers().authority()));
                        conduct.answer(new Stream(context, streams.incrementAndGet()), frame.headers());
                    }
                    var _ = ReferenceCountUtil.release(message);
                }
            };
        }

        InetSocketAddress address() {
            return (InetSocketAddress) listener.localAddress();
        }

        @Override
        public void close() {
            var _ = group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }
}
