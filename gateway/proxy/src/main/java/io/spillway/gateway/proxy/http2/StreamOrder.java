package io.spillway.gateway.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client from opening streams that it has used up: HEADERS for a stream that is closed, or for a number below one
 * that was used, end the connection (RFC 9113 sections 5.1 and 5.1.1), unless we reset the stream and the client could not
 * know. Netty ignores such heads. Belongs to one connection and its event loop.
 */
final class StreamOrder implements Http2FrameReader {
    private static final int REMEMBERED = 256;

    private final Http2FrameReader reader;
    private final Http2Connection connection;
    private final int[] closed = new int[REMEMBERED];
    private final boolean[] reset = new boolean[REMEMBERED];
    private int next;
    private @Nullable Watching watching;

    StreamOrder(Http2FrameReader reader, Http2Connection connection) {
        this.reader = reader;
        this.connection = connection;
    }

    void remember(Http2Stream stream) {
        closed[next] = stream.id();
        reset[next] = stream.isResetSent();
        next = (next + 1) % REMEMBERED;
    }

    /** Tells whether a head on this stream is to be read; throws when it ends the connection. */
    private boolean accepts(int streamId) throws Http2Exception {
        Http2Stream open = connection.stream(streamId);
        if (open != null && open.state() == Http2Stream.State.HALF_CLOSED_REMOTE && open.isHeadersReceived()) {
            throw Http2Exception.streamError(streamId, Http2Error.STREAM_CLOSED, "HEADERS after the end");
        }
        if (open != null || !connection.streamMayHaveExisted(streamId)) {
            return true;
        }
        for (int i = 0; i < REMEMBERED; i++) {
            if (closed[i] == streamId) {
                if (reset[i]) {
                    return false;
                }
                throw Http2Exception.connectionError(Http2Error.STREAM_CLOSED, "HEADERS on closed stream %d", streamId);
            }
        }
        throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "HEADERS on stream %d, which is below %d",
                streamId, connection.remote().lastStreamCreated());
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // asks whether it is the same listener again
    public void readFrame(ChannelHandlerContext ctx, ByteBuf input, Http2FrameListener listener)
            throws Http2Exception {
        Watching used = watching;
        if (used == null || used.inner != listener) {
            used = new Watching(listener);
            watching = used;
        }
        reader.readFrame(ctx, input, used);
    }

    /** What the frames go through on their way to the decoder; the same for all of a connection's frames but the first. */
    private final class Watching extends Http2FrameListenerDecorator {
        private final Http2FrameListener inner;

        Watching(Http2FrameListener inner) {
            super(inner);
            this.inner = inner;
        }

        @Override
        public void onHeadersRead(ChannelHandlerContext context, int streamId, Http2Headers headers, int padding,
                boolean ends) throws Http2Exception {
            if (accepts(streamId)) {
                super.onHeadersRead(context, streamId, headers, padding, ends);
            }
        }

        @Override
        public void onHeadersRead(ChannelHandlerContext context, int streamId, Http2Headers headers,
                int dependency, short weight, boolean exclusive, int padding, boolean ends)
                throws Http2Exception {
            if (accepts(streamId)) {
                super.onHeadersRead(context, streamId, headers, dependency, weight, exclusive, padding, ends);
            }
        }
    }

    @Override
    public Configuration configuration() {
        return reader.configuration();
    }

    @Override
    public void close() {
        reader.close();
    }
}
