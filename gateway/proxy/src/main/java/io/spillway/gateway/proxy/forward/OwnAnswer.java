package io.spillway.gateway.proxy.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.spillway.gateway.failover.GrpcStatus;
import io.spillway.gateway.proxy.forward.ResponseHeadWriter.Persistence;
import io.spillway.gateway.proxy.http.Fault;
import io.spillway.gateway.route.HeaderEdits;
import org.jspecify.annotations.Nullable;

/**
 * An answer that the gateway itself makes: small, marked with {@code x-spillway-refused}, its body a problem document
 * (RFC 9457).
 *
 * @param status the HTTP status
 * @param reason the reason as metrics and logs name it
 * @param detail what was wrong, for people
 * @param location where to go instead, or null
 * @param retryAfter after how many seconds it may be worth to come again, 0 to say nothing
 */
public record OwnAnswer(int status, String reason, String detail, @Nullable String location, int retryAfter) {
    private static final byte[] TYPE = HeadBuffer.bytes("Content-Type: application/problem+json\r\n");
    private static final byte[] GRPC = HeadBuffer.bytes("HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\n");
    private static final byte[] GRPC_STATUS = HeadBuffer.bytes("grpc-status: ");
    private static final byte[] GRPC_MESSAGE = HeadBuffer.bytes("grpc-message: ");
    private static final byte[] LENGTH = HeadBuffer.bytes("Content-Length: ");
    private static final byte[] REFUSED = HeadBuffer.bytes("x-spillway-refused: ");
    private static final byte[] RETRY_AFTER = HeadBuffer.bytes("Retry-After: ");
    private static final long SECOND = 1_000_000_000L;
    private static final byte[] LOCATION = HeadBuffer.bytes("Location: ");

    public OwnAnswer(int status, String reason, String detail) {
        this(status, reason, detail, null, 0);
    }

    /** Creates an answer that says where to go instead. */
    public OwnAnswer(int status, String reason, String detail, @Nullable String location) {
        this(status, reason, detail, location, 0);
    }

    /** Returns an answer that says when to come again: in so many nanoseconds, in whole seconds and at least one. */
    static OwnAnswer later(int status, String reason, String detail, long nanos) {
        long seconds = Math.clamp((nanos + SECOND - 1) / SECOND, 1, 3600);
        return new OwnAnswer(status, reason, detail, null, (int) seconds);
    }

    /** Returns the answer to a request that did not pass the gate. */
    public static OwnAnswer of(Fault fault) {
        return new OwnAnswer(fault.status(), fault.reason(), fault.text());
    }

    /** Writes head and body. */
    void write(ClientOutput output, ResponseHeadWriter heads, Passage passage, Persistence persistence,
            boolean withoutBody) {
        byte[] body = HeadBuffer.bytes(location == null ? problem() : "");
        boolean bodyless = withoutBody || body.length == 0;
        HeaderEdits edits = passage.edits;
        ByteBuf out = output.allocator().directBuffer(
                512 + (location == null ? 0 : location.length()) + (edits == null ? 0 : edits.length()));
        HeadBuffer.text(out, "HTTP/1.1 " + status + " " + HttpResponseStatus.valueOf(status).reasonPhrase() + "\r\n");
        if (location == null) {
            if (stays(edits, "content-type")) {
                out.writeBytes(TYPE);
            }
            HeadBuffer.field(out, REFUSED, reason);
        } else if (stays(edits, "location")) {
            HeadBuffer.field(out, LOCATION, location);
        }
        retryAfter(out, edits);
        HeadBuffer.field(out, LENGTH, Integer.toString(body.length));
        ResponseHeadWriter.persistence(out, persistence);
        heads.ownDecision(out, passage);
        HeadBuffer.lineEnd(out);
        output.writeHead(out, bodyless);
        if (!bodyless) {
            output.writeBody(output.allocator().directBuffer(body.length).writeBytes(body));
        }
        output.end();
    }

    /** Tells whether the route leaves a line of ours, and does not write another in its place. */
    private static boolean stays(@Nullable HeaderEdits edits, String name) {
        return edits == null || !edits.drops(name);
    }

    /** Writes when to come again, and what the route adds. */
    private void retryAfter(ByteBuf out, @Nullable HeaderEdits edits) {
        if (retryAfter > 0 && stays(edits, "retry-after")) {
            HeadBuffer.field(out, RETRY_AFTER, Integer.toString(retryAfter));
        }
        if (edits != null) {
            HeadBuffer.added(out, edits);
        }
    }

    /**
     * Writes the answer to a call of gRPC: a head and nothing else, 200, which says in {@code grpc-status} and
     * {@code grpc-message} what the status and the detail are.
     */
    void writeGrpc(ClientOutput output, ResponseHeadWriter heads, Passage passage) {
        String message = Grpc.message(detail);
        HeaderEdits edits = passage.edits;
        ByteBuf out = output.allocator()
                .directBuffer(512 + message.length() + (edits == null ? 0 : edits.length()));
        out.writeBytes(GRPC);
        HeadBuffer.field(out, GRPC_STATUS, Integer.toString(GrpcStatus.ofHttp(status)));
        HeadBuffer.field(out, GRPC_MESSAGE, message);
        HeadBuffer.field(out, REFUSED, reason);
        retryAfter(out, edits);
        heads.ownDecision(out, passage);
        HeadBuffer.lineEnd(out);
        output.writeHead(out, true);
        output.end();
    }

    /** Returns what ends the answer to a call of gRPC that has begun. */
    ByteBuf grpcTrailers(ByteBufAllocator allocator) {
        String message = Grpc.message(detail);
        ByteBuf out = allocator.directBuffer(128 + message.length());
        HeadBuffer.field(out, GRPC_STATUS, Integer.toString(GrpcStatus.ofHttp(status)));
        HeadBuffer.field(out, GRPC_MESSAGE, message);
        return out;
    }

    private String problem() {
        return "{\"title\":\"" + HttpResponseStatus.valueOf(status).reasonPhrase() + "\",\"status\":" + status
                + ",\"reason\":\"" + reason + "\",\"detail\":\"" + escaped(detail) + "\"}\n";
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c < 0x20 || c > 0x7e ? '?' : c);
        }
        return out.toString();
    }
}
