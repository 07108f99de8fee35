package io.spillway.gateway.proxy.http2;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/**
 * Netty's frames, HPACK, stream states and flow control for one connection, without a channel per stream; heads are
 * decoded straight into octets. Belongs to one connection and its event loop.
 *
 * @param decoder what reads frames
 * @param encoder what writes frames
 * @param settings the first SETTINGS frame
 * @param heads what the decoder renders every head into, one after the other
 * @param gather where small frames become one buffer; to be put before the connection's handler
 */
public record Codec(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings,
        HeadCollector heads, FrameGather gather) {
    /** CONTINUATION frames smaller than a frame that may follow one HEADERS frame. */
    private static final int SMALL_CONTINUATIONS = 16;
    /** A window update leaves when this share of the window has been used up. */
    private static final float UPDATE_RATIO = 0.5f;

    /** Returns a codec for the end that accepted a connection. */
    public static Codec server(Http2Limits limits, ByteBufAllocator allocator) {
        return of(true, limits, allocator, new Http2Settings().maxConcurrentStreams(limits.streams())
                .initialWindowSize(limits.streamWindow()).maxHeaderListSize(limits.headerListSize())
                .connectProtocolEnabled(true));
    }

    /** Returns a codec for the end that opened a connection. */
    public static Codec client(Http2Limits limits, ByteBufAllocator allocator) {
        return of(false, limits, allocator, new Http2Settings().pushEnabled(false).maxConcurrentStreams(0)
                .initialWindowSize(limits.streamWindow()).maxHeaderListSize(limits.headerListSize()));
    }

    private static Codec of(boolean server, Http2Limits limits, ByteBufAllocator allocator, Http2Settings settings) {
        HeadCollector heads = new HeadCollector(allocator);
        DefaultHttp2Connection connection = new DefaultHttp2Connection(server, 0);
        connection.local().flowController(new DefaultHttp2LocalFlowController(connection, UPDATE_RATIO, false));
        connection.remote().flowController(
                new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        // A client that never acknowledges our SETTINGS has no more streams than one that does.
        connection.remote().maxActiveStreams(limits.streams());
        FrameGather gather = new FrameGather();
        DefaultHttp2ConnectionEncoder encoder = new DefaultHttp2ConnectionEncoder(connection,
                new FrameWriter(new HeadPacker(), gather));
        Http2FrameReader reader = new DefaultHttp2FrameReader(new Collecting(limits.headerListSize(), heads),
                SMALL_CONTINUATIONS);
        if (server) {
            reader = ordered(reader, connection);
        }
        DefaultHttp2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(connection, encoder, reader,
                Http2PromisedRequestVerifier.ALWAYS_VERIFY, true, true, false);
        return new Codec(decoder, encoder, settings, heads, gather);
    }

    private static Http2FrameReader ordered(Http2FrameReader reader, Http2Connection connection) {
        StreamOrder order = new StreamOrder(reader, connection);
        connection.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                order.remember(stream);
            }
        });
        return order;
    }

    /** What a head must be is judged by the collector and the framing gate, so the decoder need not validate. */
    private static final class Collecting extends DefaultHttp2HeadersDecoder {
        private final HeadCollector heads;

        Collecting(long maxHeaderListSize, HeadCollector heads) {
            super(false, maxHeaderListSize);
            this.heads = heads;
        }

        @Override
        protected Http2Headers newHeaders() {
            heads.begin();
            return heads;
        }
    }
}
