package io.spillway.gateway.proxy.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.ReferenceCountUtil;
import io.spillway.gateway.proxy.http.HeadLimits;
import io.spillway.gateway.proxy.listen.Transport;
import io.spillway.gateway.proxy.tls.ClientTls;
import io.spillway.gateway.snapshot.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One client goes and the next one comes at once, and a new connection gets the file descriptor of one that was just closed.
 * What had happened to the old connection is not told to the new one.
 */
class StaleEventTest {
    private static final int ROUNDS = 20;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, Transport.EPOLL.handlers());
    private final EventLoop loop = loops.next();
    private final UpstreamPool pool = new UpstreamPool(
            new Dialer(loop, Transport.EPOLL.connection(), Transport.EPOLL.socketConnection()),
            new UpstreamSettings(HeadLimits.DEFAULT, Duration.ofMinutes(1), 2), ClientTls.NONE, System::nanoTime,
            new LongAdder());

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void aConnectionThatIsBeingOpenedIsNotEndedByTheEndOfAnotherOne() throws Exception {
        try (ServerSocket peers = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerSocket service = new ServerSocket(0, 2 * ROUNDS, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < ROUNDS; i++) {
                assertThat(opened(peers, service.getLocalPort())).as("round %d", i).isEqualTo("connected");
            }
        }
    }

    /** Says what became of a connection that is opened in the turn of the loop in which one that has ended is closed. */
    private String opened(ServerSocket peers, int port) throws Exception {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        CompletableFuture<Channel> ended = new CompletableFuture<>();
        Channel told = connect(peers, new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ReferenceCountUtil.release(message);
                var _ = ended.join().close();
                pool.connect(Way.OCTETS, Endpoint.workload("127.0.0.1", port, "idc-a"), Duration.ofSeconds(2),
                        Permit.UNBOUNDED, telling(outcome));
            }
        });
        try (Socket teller = peers.accept()) {
            ended.complete(connect(peers, new ChannelInboundHandlerAdapter()));
            try (Socket ending = peers.accept()) {
                atOnce(() -> {
                    teller.getOutputStream().write('x');
                    ending.shutdownOutput();
                });
                return outcome.get(5, TimeUnit.SECONDS);
            }
        } finally {
            told.close().syncUninterruptibly();
        }
    }

    private Channel connect(ServerSocket to, ChannelHandler handler) {
        return new Bootstrap().group(loop).channel(Transport.EPOLL.connection()).handler(handler)
                .connect(to.getLocalSocketAddress()).syncUninterruptibly().channel();
    }

    private interface Events {
        void happen() throws IOException;
    }

    /** Lets things happen that the loop sees together. */
    private void atOnce(Events events) throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        AtomicBoolean happened = new AtomicBoolean();
        loop.execute(() -> {
            busy.countDown();
            while (!happened.get()) {
                // Spins: a loop may not wait.
            }
        });
        busy.await();
        try {
            events.happen();
        } finally {
            happened.set(true);
        }
    }

    private static ConnectListener telling(CompletableFuture<String> outcome) {
        return new ConnectListener() {
            @Override
            public void onConnected(UpstreamStream stream) {
                stream.giveBack();
                outcome.complete("connected");
            }

            @Override
            public void onConnectFailed(String cause) {
                outcome.complete(cause);
            }
        };
    }
}
