package io.spillway.drill.bench.health.responder;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** {@code GET /kill/FROM/TO}: answers 200 when these mortals are dead. Owned by the event loop. */
final class KillHandler extends SimpleChannelInboundHandler<HttpObject> {
    private static final Pattern KILL = Pattern.compile("/kill/(\\d{1,6})/(\\d{1,6})");

    private final Killer killer;

    /** Kills the mortals from that number on up to, and without, the other. Blocks. */
    @FunctionalInterface
    interface Killer {
        void kill(int from, int to);
    }

    KillHandler(Killer killer) {
        this.killer = killer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (!(message instanceof HttpRequest request)) {
            return;
        }
        Matcher asked = KILL.matcher(request.uri());
        if (!asked.matches()) {
            answer(context, HttpResponseStatus.NOT_FOUND);
            return;
        }
        int from = Integer.parseInt(asked.group(1));
        int to = Integer.parseInt(asked.group(2));
        // Closing waits for the loops, so not on one of them.
        Thread _ = Thread.ofVirtual().name("kill").start(() -> {
            killer.kill(from, to);
            answer(context, HttpResponseStatus.OK);
        });
    }

    private static void answer(ChannelHandlerContext context, HttpResponseStatus status) {
        var _ = context.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER))
                .addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
