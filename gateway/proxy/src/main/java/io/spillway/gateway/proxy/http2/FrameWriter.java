package io.spillway.gateway.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Writes the frames of which there are many, HEADERS and small DATA, straight into the buffer that leaves with the next
 * flush; all others as Netty does. One per connection, on its event loop.
 */
final class FrameWriter extends DefaultHttp2FrameWriter {
    private static final int FRAME_HEADER = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    /** What a head may take more in HPACK than its octets in HTTP/1: the prefixes of many short fields. */
    private static final int GROWTH = 64;

    private final HeadPacker packer;
    private final FrameGather gather;

    FrameWriter(HeadPacker packer, FrameGather gather) {
        super(packer);
        this.packer = packer;
        this.gather = gather;
    }

    @Override
    public ChannelFuture writeHeaders(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding,
            boolean ends, ChannelPromise promise) {
        int bound = headers instanceof HeadOctets head ? 2 * head.length() + GROWTH + FRAME_HEADER : Integer.MAX_VALUE;
        if (padding > 0 || bound > maxFrameSize() || !FrameGather.open(ctx)) {
            return super.writeHeaders(ctx, streamId, headers, padding, ends, promise);
        }
        ByteBuf out = gather.room(ctx, bound);
        int start = out.writerIndex();
        out.writeZero(FRAME_HEADER);
        try {
            packer.encodeHeaders(streamId, headers, out);
        } catch (Http2Exception e) {
            out.writerIndex(start);
            return promise.setFailure(e);
        }
        int end = out.writerIndex();
        out.writerIndex(start);
        header(out, end - start - FRAME_HEADER, Http2FrameTypes.HEADERS, END_HEADERS | (ends ? END_STREAM : 0),
                streamId);
        out.writerIndex(end);
        return written(promise, ends);
    }

    @Override
    public ChannelFuture writeData(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean ends,
            ChannelPromise promise) {
        int size = data.readableBytes();
        if (padding > 0 || size > FrameGather.SMALL || !FrameGather.open(ctx)) {
            return super.writeData(ctx, streamId, data, padding, ends, promise);
        }
        ByteBuf out = gather.room(ctx, FRAME_HEADER + size);
        header(out, size, Http2FrameTypes.DATA, ends ? END_STREAM : 0, streamId);
        out.writeBytes(data);
        data.release();
        return written(promise, ends);
    }

    /** The end of a stream has been written when it has left: until then the stream counts against its peer. */
    private ChannelFuture written(ChannelPromise promise, boolean ends) {
        if (ends) {
            gather.whenLeft(promise);
            return promise;
        }
        return promise.setSuccess();
    }

    private static void header(ByteBuf out, int length, byte type, int flags, int streamId) {
        out.writeMedium(length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(streamId);
    }
}
