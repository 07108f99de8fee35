package io.spillway.drill.bench.instance;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** Answers each request after the instance's delay. Owned by the event loop. */
final class InstanceHandler extends SimpleChannelInboundHandler<HttpObject> {
    private final Instance instance;
    private final String name;
    private final byte[] body;
    private @Nullable HttpRequest request;

    InstanceHandler(Instance instance, String name) {
        this.instance = instance;
        this.name = name;
        this.body = ("{\"instance\":\"" + name + "\",\"text\":\"" + "x".repeat(60) + "\"}\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message instanceof HttpRequest head) {
            request = head;
        }
        HttpRequest asked = request;
        if (message instanceof LastHttpContent && asked != null) {
            String uri = asked.uri();
            Behaviour now = instance.behaviour();
            if (uri.startsWith(Behaviour.SET)) {
                instance.behave(Behaviour.parse(uri));
                answer(context, asked, 200);
            } else if (uri.equals(Behaviour.HEALTH)) {
                answer(context, asked, now.health());
            } else {
                var _ = context.executor().schedule(() -> answer(context, asked, now.status()), now.delay().toNanos(),
                        TimeUnit.NANOSECONDS);
            }
        }
    }

    private void answer(ChannelHandlerContext context, HttpRequest asked, int status) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length).set("x-served-by", name);
        if (HttpUtil.isKeepAlive(asked)) {
            var _ = context.writeAndFlush(response, context.voidPromise());
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            var _ = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
