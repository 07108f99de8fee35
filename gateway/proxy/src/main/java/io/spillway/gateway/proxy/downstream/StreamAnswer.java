package io.spillway.gateway.proxy.downstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.spillway.gateway.proxy.forward.ClientOutput;
import io.spillway.gateway.proxy.http2.HeadOctets;
import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request of HTTP/2 as frames. The last octets of a body wait until it is known whether they are the last,
 * so that an answer needs no empty frame for its end. Belongs to one {@link ClientStream} and its event loop.
 */
final class StreamAnswer implements ClientOutput, ChannelFutureListener {
    private final ClientMultiplexer multiplexer;
    private final ClientStream owner;
    /** The stream's own, because trailers may wait for the body. */
    private final HeadOctets trailers = new HeadOctets();
    private @Nullable Http2Stream stream;
    private @Nullable ByteBuf held;
    private boolean ended;
    /** How many pieces of the body the client has opened no window for. */
    private int waiting;
    /** Whether one of them has left, or the first one came, since that was asked last. */
    private boolean moved;

    StreamAnswer(ClientMultiplexer multiplexer, ClientStream owner) {
        this.multiplexer = multiplexer;
        this.owner = owner;
    }

    void open(Http2Stream opened) {
        stream = opened;
        ended = false;
        waiting = 0;
        moved = false;
    }

    /** The stream is closed: nothing can be written any more. */
    void closed() {
        stream = null;
        if (held != null) {
            held.release();
            held = null;
        }
    }

    @Override
    public String client() {
        return multiplexer.client();
    }

    @Override
    public boolean secure() {
        return multiplexer.secure();
    }

    @Override
    public @Nullable SpiffeId peer() {
        return multiplexer.peer();
    }

    @Override
    public ByteBufAllocator allocator() {
        return multiplexer.ctx().alloc();
    }

    @Override
    public void writeHead(ByteBuf octets, boolean last) {
        writeHeaders(multiplexer.octets().response(octets), last);
        octets.release();
    }

    private void writeHeaders(Http2Headers headers, boolean last) {
        Http2Stream open = stream;
        if (open != null && !ended) {
            var _ = multiplexer.encoder().writeHeaders(multiplexer.ctx(), open.id(), headers, 0, last,
                    sending(open, last));
        }
    }

    private ChannelPromise sending(Http2Stream open, boolean last) {
        ended = last;
        multiplexer.budget().sent();
        ChannelPromise promise = multiplexer.ctx().newPromise();
        if (last) {
            promise.addListener(written -> {
                if (written.isSuccess()) {
                    owner.answered(open);
                }
            });
        }
        return promise;
    }

    @Override
    public void writeBody(ByteBuf octets) {
        writeHeld(false);
        held = octets;
    }

    private void writeHeld(boolean last) {
        ByteBuf octets = held;
        held = null;
        if (octets != null) {
            writeData(octets, last);
        } else if (last) {
            writeData(Unpooled.EMPTY_BUFFER, true);
        }
    }

    private void writeData(ByteBuf octets, boolean last) {
        Http2Stream open = stream;
        if (open == null || ended) {
            octets.release();
            return;
        }
        ChannelPromise promise = sending(open, last);
        moved |= waiting == 0;
        waiting++;
        promise.addListener(this);
        var _ = multiplexer.encoder().writeData(multiplexer.ctx(), open.id(), octets, 0, last, promise);
    }

    /** A piece has left as a whole: a window that is opened by an octet at a time is no progress. */
    @Override
    public void operationComplete(ChannelFuture written) {
        if (stream != null && written.isSuccess()) {
            waiting--;
            moved = true;
        }
    }

    @Override
    public boolean waits() {
        return waiting > 0;
    }

    @Override
    public boolean stuck() {
        boolean stuck = waiting > 0 && !moved;
        moved = false;
        return stuck;
    }

    @Override
    public void writeTrailers(ByteBuf section) {
        writeHeld(false);
        writeHeaders(trailers.trailers(section), true);
        section.release();
    }

    @Override
    public void end() {
        if (!ended) {
            writeHeld(true);
        }
    }

    @Override
    public void endTunnel() {
        end();
        flush();
    }

    @Override
    public void flush() {
        writeHeld(false);
        multiplexer.flushSoon();
    }

    @Override
    public boolean isWritable() {
        Http2Stream open = stream;
        return open != null && multiplexer.encoder().flowController().isWritable(open);
    }
}
