package io.spillway.gateway.bench.load;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import io.spillway.devca.CertificateRequest;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.Issued;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("slow")
class NewTlsUsersTest {
    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
            .getBytes(StandardCharsets.US_ASCII);

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    private Channel serve(MultiThreadIoEventLoopGroup group) throws Exception {
        Issued own = DevelopmentAuthority.create(Instant.now(), new SecureRandom())
                .issue(CertificateRequest.site(Instant.now(), "test"));
        SslContext context = SslContextBuilder.forServer(own.key(), own.chain().toArray(new X509Certificate[0]))
                .build();
        return new ServerBootstrap().group(group).channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.incrementAndGet();
                        channel.pipeline().addLast(context.newHandler(channel.alloc()), new Answering());
                    }
                }).bind("127.0.0.1", 0).syncUninterruptibly().channel();
    }

    private final class Answering extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            requests.incrementAndGet();
            var _ = ctx.writeAndFlush(Unpooled.wrappedBuffer(ANSWER));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }
    }

    @Test
    void everybodyComesWithAHandshakeAndARequestOfTheirOwn() throws Exception {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try {
            int port = ((InetSocketAddress) serve(group).localAddress()).getPort();
            try (NewTlsUsers users = NewTlsUsers.begin(new Ask("https", port, null, "test", "/", 0), 100,
                    Ticker.system())) {
                await().atMost(10, TimeUnit.SECONDS).until(() -> requests.get() >= 10);
                LoadResult result = users.end();
                assertThat(result.errors()).isZero();
                assertThat(result.requests()).isBetween(1L, (long) requests.get());
                assertThat(connections.get()).isGreaterThanOrEqualTo(requests.get());
                assertThat(result.p50Ms()).isPositive();
            }
        } finally {
            var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
