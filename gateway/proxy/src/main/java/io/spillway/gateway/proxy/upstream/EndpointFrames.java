package io.spillway.gateway.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.spillway.gateway.proxy.http2.Codec;
import io.spillway.gateway.proxy.http2.HeadCollector;
import org.jspecify.annotations.Nullable;

/** What the frames of an endpoint mean to the requests under way. Belongs to one connection and its event loop. */
final class EndpointFrames extends Http2EventAdapter {
    private final EndpointMultiplexer multiplexer;
    private final HeadCollector heads;
    private final Http2Connection connection;
    private final Http2Connection.PropertyKey key;

    EndpointFrames(EndpointMultiplexer multiplexer, Codec codec) {
        this.multiplexer = multiplexer;
        this.heads = codec.heads();
        this.connection = codec.decoder().connection();
        this.key = connection.newKey();
    }

    private @Nullable EndpointStream of(int streamId) {
        Http2Stream stream = connection.stream(streamId);
        return stream == null ? null : stream.getProperty(key);
    }

    @Override
    public void onStreamAdded(Http2Stream stream) {
        EndpointStream opening = multiplexer.opening();
        if (opening != null) {
            stream.setProperty(key, opening);
        }
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding,
            boolean endOfStream) throws Http2Exception {
        EndpointStream stream = of(streamId);
        if (stream == null) {
            return;
        }
        String fault = stream.answering() ? trailers(stream, endOfStream) : head(stream, endOfStream);
        if (fault != null) {
            stream.failing(UpstreamFailure.PROTOCOL);
            throw Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, "%s", fault);
        }
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int dependency,
            short weight, boolean exclusive, int padding, boolean endOfStream) throws Http2Exception {
        onHeadersRead(ctx, streamId, headers, padding, endOfStream);
    }

    private @Nullable String head(EndpointStream stream, boolean ends) {
        ByteBuf head = stream.take(heads, ends);
        if (head == null) {
            return "malformed head: " + heads.malformed();
        }
        return stream.onHead(head, ends);
    }

    private @Nullable String trailers(EndpointStream stream, boolean ends) {
        ByteBuf section = ends ? heads.takeTrailers() : null;
        return section == null ? "malformed trailers: " + heads.malformed() : stream.onTrailers(section);
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        EndpointStream stream = of(streamId);
        int size = data.readableBytes();
        if (stream == null) {
            return size + padding;
        }
        String fault = stream.onData(data, endOfStream);
        if (fault != null) {
            stream.failing(UpstreamFailure.PROTOCOL);
            throw Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, "%s", fault);
        }
        return padding + (stream.holds(size) ? 0 : size);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
        EndpointStream stream = of(streamId);
        if (stream != null) {
            stream.failing(errorCode == Http2Error.REFUSED_STREAM.code()
                    ? UpstreamFailure.NOT_PROCESSED
                    : UpstreamFailure.RESET);
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
        multiplexer.settled(Boolean.TRUE.equals(settings.connectProtocolEnabled()));
    }

    @Override
    public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
        multiplexer.goingAway();
    }

    void writabilityChanged(Http2Stream stream) {
        EndpointStream affected = stream.getProperty(key);
        if (affected != null) {
            affected.writabilityChanged();
        }
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        EndpointStream closed = stream.removeProperty(key);
        if (closed != null) {
            boolean above = connection.goAwayReceived() && stream.id() > connection.local().lastStreamKnownByPeer();
            closed.closed(above);
        }
    }

    @Override
    public void onStreamRemoved(Http2Stream stream) {
        multiplexer.streamRemoved();
    }
}
