package io.spillway.gateway.proxy.listen;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import io.spillway.gateway.proxy.http.Cumulation;
import org.jspecify.annotations.Nullable;

/**
 * Takes the PROXY protocol header from the start of a connection, remembers who the client is and gives its place to the
 * rest of the listener's pipeline. A connection that does not begin with a header is closed: it could say anything about
 * itself. Belongs to one channel and its loop.
 */
final class ProxyHeaderStage extends ChannelInboundHandlerAdapter {
    private static final int PATIENCE_SECONDS = 5;

    private final ListenerPipeline next;
    private final Cumulation cumulation = new Cumulation();
    private @Nullable Future<?> patience;

    ProxyHeaderStage(ListenerPipeline next) {
        this.next = next;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        // Told to the next handler when there is one.
        patience = ctx.executor().schedule(() -> {
            var _ = ctx.close();
        }, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = cumulation.add((ByteBuf) message);
        switch (ProxyHeader.find(in)) {
            case ProxyHeader.Found.More _ -> {
                // the rest will come
            }
            case ProxyHeader.Found.Refused _ -> {
                cumulation.clear();
                var _ = ctx.close();
            }
            case ProxyHeader.Found.Header header -> {
                if (header.client() != null) {
                    ClientAddress.tell(ctx.channel(), header.client());
                }
                in.skipBytes(header.length());
                goOn(ctx, in);
            }
        }
    }

    private void goOn(ChannelHandlerContext ctx, ByteBuf in) {
        stopWaiting();
        ByteBuf rest = in.isReadable() ? in.retainedSlice() : null;
        cumulation.clear();
        next.start(ctx.channel());
        ctx.fireChannelActive();
        if (rest != null) {
            ctx.fireChannelRead(rest);
        }
        ctx.fireChannelReadComplete();
        ctx.pipeline().remove(this);
    }

    private void stopWaiting() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // A client that ends before its header is complete has nothing to ask.
        var _ = ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stopWaiting();
        cumulation.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var _ = ctx.close();
    }
}
