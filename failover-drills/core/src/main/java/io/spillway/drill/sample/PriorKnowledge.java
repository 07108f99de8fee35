package io.spillway.drill.sample;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;

/**
 * Tells from the first octets of a connection what its client speaks, and gives the pipeline what that needs: who knows that HTTP/2
 * is spoken here begins with its preface (RFC 9113 section 3.4), everybody else speaks HTTP/1.1. Owned by the server's event loop.
 */
final class PriorKnowledge extends ByteToMessageDecoder {

    private static final ByteBuf PREFACE = Unpooled.unreleasableBuffer(Http2CodecUtil.connectionPrefaceBuf());

    private final SampleAnswer answer;
    private final CallAnswer call;
    private final Mood mood;

    PriorKnowledge(SampleAnswer answer, CallAnswer call, Mood mood) {
        this.answer = answer;
        this.call = call;
        this.mood = mood;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int seen = Math.min(in.readableBytes(), PREFACE.readableBytes());
        if (!ByteBufUtil.equals(in, in.readerIndex(), PREFACE, PREFACE.readerIndex(), seen)) {
            context.pipeline().addLast(new HttpServerCodec(), new SampleHandler(answer, null, mood));
        } else if (seen == PREFACE.readableBytes()) {
            addHttp2(context.pipeline());
        } else {
            // A POST and the preface begin alike.
            return;
        }
        // What was read so far, the preface too, goes to those who were added.
        context.pipeline().remove(this);
    }

    private void addHttp2(ChannelPipeline pipeline) {
        ChannelInitializer<Channel> stream = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true),
                        new SampleHandler(answer, call, mood));
            }
        };
        // A gateway resets each request that a stalling instance does not answer; Netty takes 200 resets for an attack.
        pipeline.addLast(Http2FrameCodecBuilder.forServer().decoderEnforceMaxRstFramesPerWindow(0, 0).build(),
                new Http2MultiplexHandler(stream), new Ending());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    /** Ends a connection of HTTP/2 that broke. */
    private static final class Ending extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }
}
