package io.spillway.drill.sample;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/** Reads a request to its end and answers it. Owned by the server's event loop. */
final class SampleHandler extends SimpleChannelInboundHandler<HttpObject> {

    private final SampleAnswer answer;
    private boolean keepAlive;
    private boolean head;

    SampleHandler(SampleAnswer answer) {
        this.answer = answer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            var _ = context.close();
            return;
        }
        if (message instanceof HttpRequest request) {
            keepAlive = HttpUtil.isKeepAlive(request);
            head = request.method().equals(HttpMethod.HEAD);
        }
        if (message instanceof LastHttpContent) {
            FullHttpResponse response = answer.create(head);
            if (keepAlive) {
                var _ = context.write(response, context.voidPromise());
            } else {
                response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                var _ = context.write(response).addListener(ChannelFutureListener.CLOSE);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
