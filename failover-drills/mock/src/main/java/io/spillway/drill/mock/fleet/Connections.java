package io.spillway.drill.mock.fleet;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import io.grpc.ManagedChannel;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one group's clients on one event loop. A connection is made for the first of its clients and ended by
 * the last. Belongs to the event loop.
 */
final class Connections {

    private static final int MAX_MESSAGE = 64 * 1024 * 1024;

    private final EventLoop loop;
    private final List<InetSocketAddress> addresses;
    private final @Nullable IntFunction<SslContext> tls;
    private final Map<Slot, Shared> open = new HashMap<>();

    Connections(EventLoop loop, List<InetSocketAddress> addresses,
            @Nullable IntFunction<SslContext> tls) {
        this.loop = loop;
        this.addresses = addresses;
        this.tls = tls;
    }

    /** A place for clients: those of the same number to the same address are on one connection. */
    record Slot(int address, int number) {}

    int addresses() {
        return addresses.size();
    }

    ManagedChannel take(Slot slot) {
        Shared shared = open.computeIfAbsent(slot, wanted -> new Shared(connect(wanted)));
        shared.clients++;
        return shared.channel;
    }

    void release(Slot slot) {
        Shared shared = open.get(slot);
        if (shared != null && --shared.clients == 0) {
            open.remove(slot);
            shared.channel.shutdownNow();
        }
    }

    private ManagedChannel connect(Slot slot) {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(addresses.get(slot.address())).eventLoopGroup(loop)
                .channelType(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class).directExecutor()
                .offloadExecutor(Runnable::run).maxInboundMessageSize(MAX_MESSAGE).disableRetry().maxTraceEvents(0);
        IntFunction<SslContext> secure = tls;
        if (secure == null) {
            builder.negotiationType(NegotiationType.PLAINTEXT);
        } else {
            builder.sslContext(secure.apply(slot.number()));
        }
        return builder.build();
    }

    private static final class Shared {

        final ManagedChannel channel;
        int clients;

        Shared(ManagedChannel channel) {
            this.channel = channel;
        }
    }
}
