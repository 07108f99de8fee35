package io.spillway.drill.bench.load;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** One connection of the client, one request at a time. Owned by the loop. */
final class LoadConnection extends SimpleChannelInboundHandler<HttpObject> {
    private final OpenLoop loop;
    private final String host;
    private @Nullable Channel channel;
    private @Nullable Call call;
    private @Nullable HttpResponse head;

    LoadConnection(OpenLoop loop, String host) {
        this.loop = loop;
        this.host = host;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (context.pipeline().get(HttpClientCodec.class) == null) {
            context.pipeline().addFirst(new HttpClientCodec());
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        loop.connected(this);
    }

    boolean isOpen() {
        return channel != null && channel.isActive();
    }

    void close() {
        if (channel != null) {
            var _ = channel.close();
        }
    }

    void send(Call next) {
        call = next;
        head = null;
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/items/1",
                Unpooled.EMPTY_BUFFER);
        request.headers().set(HttpHeaderNames.HOST, host);
        if (channel != null) {
            var _ = channel.writeAndFlush(request, channel.voidPromise());
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        Call current = call;
        if (current == null || message.decoderResult().isFailure()) {
            var _ = context.close();
            return;
        }
        if (message instanceof HttpResponse response && response.status().code() >= 200) {
            head = response;
        }
        HttpResponse answered = head;
        if (message instanceof LastHttpContent && answered != null) {
            call = null;
            if (!HttpUtil.isKeepAlive(answered)) {
                var _ = context.close();
            }
            loop.answered(this, current, answered.status().code(), answered.headers().get("x-served-by"));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Call broken = call;
        call = null;
        loop.disconnected(broken);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
