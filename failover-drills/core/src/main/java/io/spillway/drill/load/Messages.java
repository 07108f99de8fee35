package io.spillway.drill.load;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.spillway.drill.load.Entrances.Entrance;
import io.spillway.drill.measure.Outcome;

/** What users send, and how they read an answer. */
final class Messages {

    /** The header by which a sample service says in which IDC it runs. */
    static final String SERVED_IDC = "x-served-idc";
    private static final String REFUSED = "x-spillway-refused";
    private static final int PATHS = 100;

    private final ByteBuf body = Unpooled.unreleasableBuffer(
            Unpooled.wrappedBuffer("{\"item\":\"anvil\",\"quantity\":3}".getBytes(StandardCharsets.US_ASCII)));

    FullHttpRequest request(Exchange exchange) {
        boolean post = exchange.due().post();
        String path = post ? "/items" : "/items/" + exchange.due().number() % PATHS;
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1,
                post ? HttpMethod.POST : HttpMethod.GET,
                path, post ? body.duplicate() : Unpooled.EMPTY_BUFFER);
        request.headers().set(HttpHeaderNames.HOST, exchange.host());
        if (post) {
            request.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
            request.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        }
        return request;
    }

    Outcome outcome(Exchange exchange, HttpResponse head) {
        int status = head.status().code();
        String refused = head.headers().get(REFUSED, "");
        String detail = refused.isEmpty() ? String.valueOf(status) : status + " " + refused;
        if (status == 508) {
            return new Outcome(Outcome.Kind.LOOP, "");
        }
        if (status >= 500) {
            return new Outcome(Outcome.Kind.SERVER_ERROR, detail);
        }
        if (status >= 400) {
            return new Outcome(Outcome.Kind.CLIENT_ERROR, detail);
        }
        if (head.headers().get(SERVED_IDC) == null) {
            return new Outcome(Outcome.Kind.BAD_ANSWER, "nameless");
        }
        Entrance entrance = exchange.entrance();
        return entrance != null && entrance.idc().equals(exchange.home()) ? Outcome.OK : Outcome.REHOMED;
    }
}
