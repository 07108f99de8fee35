package io.spillway.gateway.proxy.upstream;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.spillway.gateway.proxy.http.BodyForm;
import io.spillway.gateway.proxy.http.HeadLimits;
import io.spillway.gateway.proxy.http.Turn;
import io.spillway.gateway.proxy.http2.HeadOctets;
import org.jspecify.annotations.Nullable;

/**
 * The request of one {@link EndpointStream} as frames. The last octets of a body wait until it is known whether they are
 * the last, so that a request needs no empty frame for its end. Belongs to the connection's event loop.
 */
final class EndpointRequest {
    private final EndpointMultiplexer multiplexer;
    private final HeadLimits limits;
    private @Nullable Http2Stream stream;
    private @Nullable ChunkReader chunks;
    private @Nullable ByteBuf held;
    private @Nullable ByteBuf trailers;
    private @Nullable Turn turn;
    private boolean begun;
    private boolean complete;
    private boolean ended;

    EndpointRequest(EndpointMultiplexer multiplexer, HeadLimits limits) {
        this.multiplexer = multiplexer;
        this.limits = limits;
    }

    void begin(BodyForm form) {
        chunks = form == BodyForm.CHUNKED ? new ChunkReader(limits) : null;
    }

    /** Says what the stream is to become; its head is no end of it then. */
    void become(Turn asked) {
        turn = asked;
    }

    /** Writes the head and what there is of the body; returns the stream, or null when not one octet left. */
    @Nullable
    Http2Stream writeFirst(EndpointStream owner, ByteBuf head, List<ByteBuf> body) {
        begun = true;
        int id = multiplexer.active() ? multiplexer.connection().local().incrementAndGetNextStreamId() : -1;
        Http2Headers headers = turn == null
                ? multiplexer.octets().request(head, multiplexer.pool().scheme())
                : multiplexer.octets().tunnel(head, multiplexer.pool().scheme(), turn);
        head.release();
        if (id < 0) {
            return null;
        }
        boolean ends = complete && body.isEmpty() && trailers == null && turn == null;
        ended = ends;
        multiplexer.opening(owner);
        var _ = multiplexer.encoder().writeHeaders(multiplexer.ctx(), id, headers, 0, ends,
                multiplexer.ctx().newPromise());
        multiplexer.opening(null);
        stream = multiplexer.connection().stream(id);
        if (stream == null) {
            return null;
        }
        for (int i = 0; i < body.size(); i++) {
            write(body.get(i).retainedDuplicate());
        }
        if (complete && turn == null) {
            end();
        }
        flush();
        return stream;
    }

    void write(ByteBuf octets) {
        ChunkReader reader = chunks;
        if (reader == null) {
            data(octets);
        } else {
            reader.read(octets, this::data);
        }
    }

    private void data(ByteBuf octets) {
        writeHeld(false);
        held = octets;
    }

    private void writeHeld(boolean last) {
        writeHeld(last, multiplexer.ctx().newPromise());
    }

    private void writeHeld(boolean last, ChannelPromise written) {
        ByteBuf octets = held == null ? Unpooled.EMPTY_BUFFER : held;
        boolean any = held != null;
        held = null;
        Http2Stream open = stream;
        if (open == null || ended) {
            octets.release();
        } else if (any || last) {
            ended = last;
            var _ = multiplexer.encoder().writeData(multiplexer.ctx(), open.id(), octets, 0, last, written);
        }
    }

    /** Ends our half of a tunnel behind what was written; {@code sent} hears when that has left. */
    void endTunnel(ChannelFutureListener sent) {
        writeHeld(true, multiplexer.ctx().newPromise().addListener(sent));
        multiplexer.flushSoon();
    }

    void trailers(ByteBuf section) {
        dropTrailers();
        trailers = section;
    }

    void complete() {
        complete = true;
        if (begun && turn == null) {
            end();
        }
    }

    private void end() {
        ByteBuf section = trailers;
        trailers = null;
        if (section == null && chunks != null) {
            section = chunks.trailers();
        }
        if (section == null) {
            writeHeld(true);
            return;
        }
        writeHeld(false);
        Http2Stream open = stream;
        if (open != null && !ended) {
            ended = true;
            var _ = multiplexer.encoder().writeHeaders(multiplexer.ctx(), open.id(), new HeadOctets().trailers(section),
                    0,
                    true, multiplexer.ctx().newPromise());
        }
        section.release();
    }

    void flush() {
        writeHeld(false);
        multiplexer.flushSoon();
    }

    boolean isWritable() {
        Http2Stream open = stream;
        return open == null || multiplexer.encoder().flowController().isWritable(open);
    }

    boolean begun() {
        return begun;
    }

    /** Tells whether the endpoint has been sent all of the request. */
    boolean ended() {
        return ended;
    }

    /** The stream is closed. */
    void closed() {
        stream = null;
    }

    /** Forgets what has not been written. */
    void drop() {
        if (held != null) {
            held.release();
            held = null;
        }
        dropTrailers();
        if (chunks != null) {
            chunks.clear();
        }
    }

    private void dropTrailers() {
        if (trailers != null) {
            trailers.release();
            trailers = null;
        }
    }
}
