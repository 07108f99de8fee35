package io.spillway.drill.sample;

import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request to its end and answers it, or not, as the instance's mood is. Serves a connection of HTTP/1.1, or one stream of
 * HTTP/2. Owned by the server's event loop.
 */
final class SampleHandler extends SimpleChannelInboundHandler<HttpObject> {

    private static final String BEHAVIOUR = "/-/behaviour";

    private final SampleAnswer answer;
    private final @Nullable CallAnswer callAnswer;
    private final Mood mood;
    private boolean keepAlive;
    private boolean head;
    private boolean call;
    private boolean toldHow;

    /** Creates one; without {@code callAnswer}, as over HTTP/1.1, nothing is a call of gRPC. */
    SampleHandler(SampleAnswer answer, @Nullable CallAnswer callAnswer, Mood mood) {
        this.answer = answer;
        this.callAnswer = callAnswer;
        this.mood = mood;
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
            call = callAnswer != null && CallAnswer.isAskedBy(request);
            toldHow = request.uri().startsWith(BEHAVIOUR);
            if (toldHow) {
                obey(request);
            }
        }
        if (message instanceof LastHttpContent) {
            treat(context);
        }
    }

    private void obey(HttpRequest request) {
        if (request.method().equals(HttpMethod.PUT)) {
            mood.turn(request.uri());
        } else if (request.method().equals(HttpMethod.DELETE)) {
            mood.calm();
        }
    }

    private void treat(ChannelHandlerContext context) {
        if (toldHow) {
            write(context, true);
            return;
        }
        switch (mood.next()) {
            case STALL -> {
            }
            case ERROR -> write(context, false);
            case ANSWER -> {
                long delay = mood.delayMillis();
                if (delay == 0) {
                    write(context, true);
                } else {
                    var _ = context.executor().schedule(() -> {
                        write(context, true);
                        var _ = context.flush();
                    }, delay, TimeUnit.MILLISECONDS);
                }
            }
        }
    }

    private FullHttpResponse response(boolean good) {
        CallAnswer ofCalls = callAnswer;
        if (ofCalls == null || !call) {
            return answer.create(head, good ? HttpResponseStatus.OK : HttpResponseStatus.INTERNAL_SERVER_ERROR);
        }
        return good ? ofCalls.good() : ofCalls.bad();
    }

    private void write(ChannelHandlerContext context, boolean good) {
        FullHttpResponse response = response(good);
        if (keepAlive) {
            var _ = context.write(response, context.voidPromise());
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            var _ = context.write(response).addListener(ChannelFutureListener.CLOSE);
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
