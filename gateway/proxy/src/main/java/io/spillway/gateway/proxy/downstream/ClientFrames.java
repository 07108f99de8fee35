package io.spillway.gateway.proxy.downstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.spillway.gateway.proxy.http2.Codec;
import io.spillway.gateway.proxy.http2.Flood;
import io.spillway.gateway.proxy.http2.HeadCollector;
import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/** What the frames of a client mean to its streams, and what they cost it. Belongs to one connection and its loop. */
final class ClientFrames extends Http2EventAdapter {
    private final ClientMultiplexer multiplexer;
    private final HeadCollector heads;
    private final Http2Connection connection;
    private final Http2Connection.PropertyKey key;

    ClientFrames(ClientMultiplexer multiplexer, Codec codec) {
        this.multiplexer = multiplexer;
        this.heads = codec.heads();
        this.connection = codec.decoder().connection();
        this.key = connection.newKey();
    }

    private @Nullable ClientStream of(int streamId) {
        Http2Stream stream = connection.stream(streamId);
        return stream == null ? null : stream.getProperty(key);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding,
            boolean endOfStream) throws Http2Exception {
        ClientStream known = of(streamId);
        if (known != null) {
            trailers(known, streamId, endOfStream);
            return;
        }
        ByteBuf head = heads.takeRequest(endOfStream);
        if (head == null) {
            throw malformed(streamId);
        }
        Http2Stream stream = connection.stream(streamId);
        ClientStream opened = multiplexer.open(stream);
        stream.setProperty(key, opened);
        String fault = opened.head(head, heads.hostDiffers(), endOfStream);
        if (fault != null) {
            throw Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, "%s", fault);
        }
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int dependency,
            short weight, boolean exclusive, int padding, boolean endOfStream) throws Http2Exception {
        onHeadersRead(ctx, streamId, headers, padding, endOfStream);
    }

    private void trailers(ClientStream stream, int streamId, boolean endOfStream) throws Http2Exception {
        ByteBuf section = endOfStream ? heads.takeTrailers() : null;
        if (section == null) {
            throw malformed(streamId);
        }
        if (!stream.trailers(section)) {
            throw Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, "content-length is not the length");
        }
    }

    private Http2Exception malformed(int streamId) {
        String why = heads.malformed();
        return Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, "malformed head: %s",
                why == null ? "a second head that is no trailers" : why);
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        ClientStream stream = of(streamId);
        int size = data.readableBytes();
        if (size == 0 && !endOfStream) {
            spend(1, Flood.EMPTY_DATA);
        }
        if (stream == null) {
            return size + padding;
        }
        boolean sound = stream.data(data, endOfStream);
        if (!sound) {
            throw Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, "content-length is not the length");
        }
        return padding + (stream.holds(size) ? 0 : size);
    }

    /** Asks the clients of tunnels to come back elsewhere, where their protocol has a word for that. */
    void leave() throws Http2Exception {
        connection.forEachActiveStream(stream -> {
            ClientStream active = stream.getProperty(key);
            if (active != null) {
                active.leave();
            }
            return true;
        });
    }

    void writabilityChanged(Http2Stream stream) {
        ClientStream affected = stream.getProperty(key);
        if (affected != null) {
            affected.writabilityChanged();
        }
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment) throws Http2Exception {
        if (!multiplexer.budget().windowUpdate(multiplexer.now())) {
            throw Flood.WINDOW_UPDATES.end();
        }
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        ClientStream closed = stream.removeProperty(key);
        if (closed != null) {
            closed.closed();
        }
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) throws Http2Exception {
        SpiffeId peer = multiplexer.peer();
        // A gateway gives up what its clients give up, and bounds them itself: one of them must not end the tunnels of others.
        if (peer == null || peer.role() != SpiffeId.Role.GATEWAY) {
            spend(1, Flood.RESETS);
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
        spend(5, Flood.SETTINGS);
    }

    @Override
    public void onPriorityRead(ChannelHandlerContext ctx, int streamId, int dependency, short weight,
            boolean exclusive) throws Http2Exception {
        spend(1, Flood.PRIORITIES);
    }

    @Override
    public void onUnknownFrame(ChannelHandlerContext ctx, byte type, int streamId, Http2Flags flags, ByteBuf payload)
            throws Http2Exception {
        spend(1, Flood.UNKNOWN_FRAMES);
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
        if (!multiplexer.budget().ping(multiplexer.now())) {
            throw Flood.PINGS.end();
        }
    }

    private void spend(int cost, Flood flood) throws Http2Exception {
        if (!multiplexer.spend(cost)) {
            throw flood.end();
        }
    }
}
