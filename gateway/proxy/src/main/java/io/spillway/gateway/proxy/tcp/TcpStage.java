package io.spillway.gateway.proxy.tcp;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.spillway.gateway.proxy.downstream.DownstreamConnection;
import io.spillway.gateway.proxy.downstream.DownstreamHandler;
import io.spillway.gateway.proxy.downstream.DownstreamSettings;
import io.spillway.gateway.proxy.forward.Refusals;
import io.spillway.gateway.proxy.forward.Request;
import io.spillway.gateway.proxy.forward.Worker;
import io.spillway.gateway.proxy.http.Cumulation;
import io.spillway.gateway.proxy.listen.ClientAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start of a connection to a TCP listener: finds out which server name the client asks for, where the listener's routes
 * have names, and gives its place to a connection with a CONNECT for that name in front of what the client sent. Where no
 * route has a name nothing is waited for, because in many protocols the server speaks first. Belongs to one channel and its
 * loop.
 */
public final class TcpStage extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(TcpStage.class);

    private final String listener;
    private final Worker worker;
    private final DownstreamSettings settings;
    private final Cumulation cumulation = new Cumulation();
    private @Nullable Future<?> patience;
    private boolean gone;

    /** Creates the start of one connection. */
    public TcpStage(String listener, Worker worker, DownstreamSettings settings) {
        this.listener = listener;
        this.worker = worker;
        this.settings = settings;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!worker.tcpNames(listener)) {
            begin(ctx, null);
            return;
        }
        // A client that names nothing in that time gets what is there for clients without a name.
        patience = ctx.executor().schedule(() -> begin(ctx, null), settings.headerTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = cumulation.add((ByteBuf) message);
        switch (ClientHello.find(in)) {
            case ClientHello.Found.More _ -> {
                // the rest will come
            }
            case ClientHello.Found.Hello(String name) -> begin(ctx, name);
            case ClientHello.Found.NotTls _ -> begin(ctx, null);
            case ClientHello.Found.Refused(String why) -> refuse(ctx, why);
        }
    }

    /** Somebody who begins like TLS and goes on otherwise gets no service, not even that of clients without a name. */
    private void refuse(ChannelHandlerContext ctx, String why) {
        LOG.debug("Listener {}: {} sends no ClientHello: {}", listener, ctx.channel().remoteAddress(), why);
        Refusals.tcp(worker, listener, ClientAddress.of(ctx.channel()), "bad_client_hello");
        end(ctx);
    }

    private void end(ChannelHandlerContext ctx) {
        stop();
        var _ = ctx.close();
    }

    private void begin(ChannelHandlerContext ctx, @Nullable String name) {
        if (gone) {
            return;
        }
        ByteBuf in = cumulation.peek();
        ByteBuf rest = in != null && in.isReadable() ? in.retainedSlice() : null;
        stop();
        DownstreamConnection connection = new DownstreamConnection(ctx.channel(), worker,
                gate -> Request.ofTcp(gate, listener, worker.texts()), settings);
        ctx.pipeline().addLast(new DownstreamHandler(connection.silently()));
        ctx.fireChannelActive();
        ctx.fireChannelRead(connect(ctx, name));
        if (rest != null) {
            ctx.fireChannelRead(rest);
        }
        ctx.fireChannelReadComplete();
        ctx.pipeline().remove(this);
    }

    /** A client without a name is asked for by the address that it connected to, which no route has. */
    private static ByteBuf connect(ChannelHandlerContext ctx, @Nullable String name) {
        InetSocketAddress at = ctx.channel().localAddress() instanceof InetSocketAddress address ? address : null;
        String host = name != null ? name : at == null ? "localhost" : NetUtil.toSocketAddressString(at);
        boolean withPort = name == null && at != null;
        String authority = withPort ? host : host + ":" + (at == null ? 0 : at.getPort());
        byte[] head = ("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ctx.alloc().directBuffer(head.length).writeBytes(head);
    }

    private void stop() {
        gone = true;
        cumulation.clear();
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // A client that ends before it has said anything has nothing to ask.
        end(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stop();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(ctx);
    }
}
