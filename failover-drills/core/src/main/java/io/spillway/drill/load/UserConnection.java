package io.spillway.drill.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.spillway.drill.load.Entrances.Entrance;
import io.spillway.drill.measure.Outcome;
import org.jspecify.annotations.Nullable;

/** One connection, or one stream of HTTP/2: at most one request at a time. Owned by the generator's event loop. */
final class UserConnection extends SimpleChannelInboundHandler<HttpObject> {

    private final LoadGenerator generator;
    private final Entrance entrance;
    private final boolean again;
    private @Nullable Exchange current;
    private @Nullable HttpResponse head;

    /** Creates one that is used {@code again} for other requests, or ends with its first. */
    UserConnection(LoadGenerator generator, Entrance entrance, boolean again) {
        this.generator = generator;
        this.entrance = entrance;
        this.again = again;
    }

    void begin(Exchange exchange) {
        current = exchange;
        head = null;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        Exchange exchange = current;
        if (exchange == null || message.decoderResult().isFailure()) {
            fail(context, Outcome.Kind.BAD_ANSWER, exchange == null ? "unasked" : "not_http");
            return;
        }
        if (message instanceof HttpResponse response && response.status().code() >= 200) {
            head = response;
        }
        HttpResponse answered = head;
        if (message instanceof LastHttpContent last && answered != null) {
            current = null;
            if (!again) {
                var _ = context.close();
            } else if (HttpUtil.isKeepAlive(answered)) {
                generator.free(entrance, context.channel());
            } else {
                var _ = context.close();
            }
            generator.answered(exchange, answered, last.trailingHeaders());
        }
    }

    /**
     * A stream that the server did not look at may be sent again (RFC 9113 section 8.7): it was refused, or came after the last one
     * that a farewell names, of which only such streams are told.
     */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        Exchange exchange = current;
        boolean unseen = event instanceof Http2GoAwayFrame
                || (event instanceof Http2ResetFrame reset && reset.errorCode() == Http2Error.REFUSED_STREAM.code());
        if (unseen && exchange != null && exchange.mayRepeat()) {
            current = null;
            generator.again(exchange, entrance);
        }
        var _ = ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        entrance.idle().remove(context.channel());
        fail(context, Outcome.Kind.RESET, "");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, Outcome.Kind.RESET, "");
    }

    private void fail(ChannelHandlerContext context, Outcome.Kind kind, String detail) {
        Exchange exchange = current;
        current = null;
        var _ = context.close();
        if (exchange != null) {
            generator.failed(exchange, new Outcome(kind, detail));
        }
    }
}
