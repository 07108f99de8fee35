package io.spillway.drill.load;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.spillway.drill.load.Entrances.Entrance;
import io.spillway.drill.load.Source.Due;
import io.spillway.drill.measure.Outcome;
import org.jspecify.annotations.Nullable;

/** What users send, and how they read an answer. */
final class Messages {

    /** The header by which a sample service says in which IDC it runs. */
    static final String SERVED_IDC = "x-served-idc";
    /** The method that users of gRPC call; its message is not looked at. */
    static final String GRPC_PATH = "/spillway.sample.Items/Get";
    private static final String REFUSED = "x-spillway-refused";
    private static final String GRPC_STATUS = "grpc-status";
    private static final String GRPC = "application/grpc";
    private static final int NOT_FOUND = 400;
    private static final int BROKEN = 500;
    private static final int LOOP = 508;
    /** What a gateway says with it; a call of gRPC has no other word for a loop. */
    private static final String LOOP_REFUSED = "loop";

    private final ByteBuf body = Unpooled.unreleasableBuffer(
            Unpooled.wrappedBuffer("{\"item\":\"anvil\",\"quantity\":3}".getBytes(StandardCharsets.US_ASCII)));
    /** Not compressed, five octets long: the message has one field, number 1, the text "anv". */
    private final ByteBuf call = Unpooled
            .unreleasableBuffer(Unpooled.wrappedBuffer(new byte[]{0, 0, 0, 0, 5, 10, 3, 'a', 'n', 'v'}));

    FullHttpRequest request(Exchange exchange) {
        Due due = exchange.due();
        return exchange.protocol() == Protocol.GRPC ? grpc(due) : http(due);
    }

    private FullHttpRequest http(Due due) {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1,
                due.post() ? HttpMethod.POST : HttpMethod.GET, due.path(),
                due.post() ? body.duplicate() : Unpooled.EMPTY_BUFFER);
        request.headers().set(HttpHeaderNames.HOST, due.host());
        if (due.post()) {
            request.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
            request.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        }
        return request;
    }

    private FullHttpRequest grpc(Due due) {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, GRPC_PATH,
                call.duplicate());
        request.headers().set(HttpHeaderNames.HOST, due.host());
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, GRPC);
        request.headers().set(HttpHeaderNames.TE, "trailers");
        return request;
    }

    Outcome outcome(Exchange exchange, HttpResponse head, HttpHeaders trailers) {
        int status = head.status().code();
        String refused = field(head, trailers, REFUSED);
        String detail = refused == null ? String.valueOf(status) : status + " " + refused;
        if (status == LOOP || LOOP_REFUSED.equals(refused)) {
            return new Outcome(Outcome.Kind.LOOP, "");
        }
        if (status >= BROKEN) {
            return new Outcome(Outcome.Kind.SERVER_ERROR, detail);
        }
        if (status >= NOT_FOUND) {
            return new Outcome(Outcome.Kind.CLIENT_ERROR, detail);
        }
        if (exchange.protocol() == Protocol.GRPC && !"0".equals(field(head, trailers, GRPC_STATUS))) {
            String code = field(head, trailers, GRPC_STATUS);
            String what = code == null ? "grpc no_status" : "grpc " + code;
            return new Outcome(code == null ? Outcome.Kind.BAD_ANSWER : Outcome.Kind.SERVER_ERROR,
                    refused == null ? what : what + " " + refused);
        }
        if (field(head, trailers, SERVED_IDC) == null) {
            return new Outcome(Outcome.Kind.BAD_ANSWER, "nameless");
        }
        Entrance entrance = exchange.entrance();
        return entrance != null && entrance.idc().equals(exchange.home()) ? Outcome.OK : Outcome.REHOMED;
    }

    static @Nullable String field(HttpResponse head, HttpHeaders trailers, String name) {
        String inHead = head.headers().get(name);
        return inHead == null ? trailers.get(name) : inHead;
    }
}
