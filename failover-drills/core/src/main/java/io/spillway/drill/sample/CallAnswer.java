package io.spillway.drill.sample;

import java.util.Locale;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/**
 * The one answer in the words of gRPC ({@code doc/PROTOCOL-HTTP2.md} of gRPC): every method is unary, and its message has one
 * field, number 1, with the text that others get as JSON.
 */
final class CallAnswer {

    private static final String TYPE = "application/grpc";
    private static final String STATUS = "grpc-status";
    private static final String OK = "0";
    /** What a gateway holds against the instance, as it does a 503, and sends to another one. */
    private static final String UNAVAILABLE = "14";
    /** Number 1, and a length before what it holds. */
    private static final int FIELD = (1 << 3) | 2;
    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    private final SampleAnswer answer;
    private final ByteBuf message;

    CallAnswer(SampleAnswer answer) {
        this.answer = answer;
        this.message = Unpooled.unreleasableBuffer(message(answer.text()));
    }

    private static ByteBuf message(byte[] text) {
        ByteBuf field = Unpooled.buffer().writeByte(FIELD);
        int length = text.length;
        for (; length > SEVEN_BITS; length >>>= 7) {
            field.writeByte((length & SEVEN_BITS) | MORE);
        }
        field.writeByte(length).writeBytes(text);
        // Not compressed.
        return Unpooled.buffer().writeByte(0).writeInt(field.readableBytes()).writeBytes(field);
    }

    /** Tells whether a request that came by HTTP/2 is a call of gRPC. */
    static boolean isAskedBy(HttpRequest request) {
        String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(TYPE)) {
            return false;
        }
        char next = type.length() == TYPE.length() ? ';' : type.charAt(TYPE.length());
        return next == '+' || next == ';';
    }

    /** Returns a head, a message and the status behind it. */
    FullHttpResponse good() {
        FullHttpResponse response = response(message.duplicate());
        response.trailingHeaders().set(STATUS, OK);
        return response;
    }

    /** Returns a head that says it all, so that a gateway may send the call elsewhere. */
    FullHttpResponse bad() {
        FullHttpResponse response = response(Unpooled.EMPTY_BUFFER);
        response.headers().set(STATUS, UNAVAILABLE).set("grpc-message", "a drill wants it so");
        return response;
    }

    private FullHttpResponse response(ByteBuf content) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, content);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, TYPE);
        return answer.signed(response);
    }
}
