package io.spillway.gateway.proxy.http2;

import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * Small frames become one buffer, which leaves with the next flush: a frame as a buffer of its own, as Netty writes it,
 * costs an entry of the outbound queue, a promise and a piece of a gathering write each. When the socket does not take what
 * it is given, frames pass as they come. Sits between the codec and the socket, or TLS. One per connection, on its event loop.
 */
public final class FrameGather extends ChannelOutboundHandlerAdapter {
    /** Up to this size a frame's octets are copied. */
    static final int SMALL = 4096;

    private static final int ROOM = 16 * 1024;

    private @Nullable ByteBuf gathered;
    /** Whom to tell when that has left. */
    private List<ChannelPromise> waiting = new ArrayList<>();

    FrameGather() {}

    /** Tells whether frames may be gathered. */
    static boolean open(ChannelHandlerContext ctx) {
        return ctx.channel().isWritable();
    }

    /** Returns the buffer to write a frame into that is not larger than so many octets. */
    ByteBuf room(ChannelHandlerContext ctx, int octets) {
        ByteBuf out = gathered;
        if (out != null && out.writableBytes() < octets) {
            pass(ctx);
            out = null;
        }
        if (out == null) {
            out = ctx.alloc().directBuffer(Math.max(ROOM, octets));
            gathered = out;
        }
        return out;
    }

    /** Lets a promise be kept when what was gathered so far has left. */
    void whenLeft(ChannelPromise promise) {
        waiting.add(promise);
    }

    /** Hands over what was gathered, ahead of what comes now. */
    private void pass(ChannelHandlerContext ctx) {
        ByteBuf out = gathered;
        if (out != null) {
            gathered = null;
            List<ChannelPromise> promises = waiting;
            if (promises.isEmpty()) {
                var _ = ctx.write(out);
            } else {
                waiting = new ArrayList<>(promises.size());
                var _ = ctx.write(out).addListener(done -> tell(promises, done.cause()));
            }
        }
    }

    private static void tell(List<ChannelPromise> promises, @Nullable Throwable cause) {
        for (int i = 0; i < promises.size(); i++) {
            if (cause == null) {
                promises.get(i).trySuccess();
            } else {
                promises.get(i).tryFailure(cause);
            }
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf frame && frame.isReadable() && frame.readableBytes() <= SMALL && open(ctx)) {
            room(ctx, frame.readableBytes()).writeBytes(frame);
            frame.release();
            whenLeft(promise);
        } else {
            pass(ctx);
            var _ = ctx.write(message, promise);
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        pass(ctx);
        ctx.flush();
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        flush(ctx);
        var _ = ctx.close(promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        ByteBuf out = gathered;
        gathered = null;
        if (out != null) {
            out.release();
        }
        tell(waiting, new ClosedChannelException());
        waiting.clear();
    }
}
