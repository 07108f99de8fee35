package io.spillway.drill.sample;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** The one answer that an instance gives. */
final class SampleAnswer {

    private final ByteBuf body;
    private final String idc;
    private final String instance;

    SampleAnswer(String service, String idc, String instance) {
        String json = "{\"service\":\"" + service + "\",\"idc\":\"" + idc + "\",\"instance\":\"" + instance + "\"}\n";
        this.body = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(json.getBytes(StandardCharsets.UTF_8)));
        this.idc = idc;
        this.instance = instance;
    }

    FullHttpResponse create(boolean head, HttpResponseStatus status) {
        ByteBuf content = head ? Unpooled.EMPTY_BUFFER : body.duplicate();
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return signed(response);
    }

    /** Says in the head of a response who gives it. */
    FullHttpResponse signed(FullHttpResponse response) {
        response.headers()
                .set("x-served-by", instance)
                .set("x-served-idc", idc);
        return response;
    }

    /** Returns what it says, in octets of its own. */
    byte[] text() {
        byte[] text = new byte[body.readableBytes()];
        body.getBytes(body.readerIndex(), text);
        return text;
    }
}
