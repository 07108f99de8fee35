package io.spillway.gateway.proxy.forward;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.http.MessageHead;
import io.spillway.gateway.proxy.http.RequestGate;
import io.spillway.gateway.proxy.http.Turn;
import io.spillway.gateway.proxy.http.WebSocketHandshake;
import io.spillway.gateway.route.HeaderEdits;
import io.spillway.gateway.route.Subset;
import org.jspecify.annotations.Nullable;

/**
 * The request head that an endpoint gets: the client's lines without the hop-by-hop ones, plus where the request came
 * from and whom it has passed. One per event loop.
 */
final class RequestHeadWriter {
    /** What the added lines may need at most, apart from texts of variable length. */
    private static final int ADDED = 512;

    private static final byte[] VERSION = HeadBuffer.bytes(" HTTP/1.1\r\n");
    private static final byte[] HOST = HeadBuffer.bytes("Host: ");
    private static final byte[] FOR = HeadBuffer.bytes("X-Forwarded-For: ");
    private static final byte[] FORWARDED_HOST = HeadBuffer.bytes("X-Forwarded-Host: ");
    private static final byte[] PROTO = HeadBuffer.line("X-Forwarded-Proto", "http");
    private static final byte[] PROTO_TLS = HeadBuffer.line("X-Forwarded-Proto", "https");
    private static final byte[] CLUSTER = HeadBuffer.bytes("x-spillway-cluster: ");
    private static final byte[] SUBSET = HeadBuffer.bytes(Subset.HEADER + ": ");
    private static final byte[] CLASS = HeadBuffer.bytes(PriorityClass.HEADER + ": ");
    private static final byte[] TRACEPARENT = HeadBuffer.bytes("traceparent: ");
    private static final byte[] TE = HeadBuffer.bytes("TE: trailers\r\nConnection: TE\r\n");
    private static final byte[] WEBSOCKET = HeadBuffer.bytes("Connection: Upgrade\r\nUpgrade: websocket\r\n");
    private static final byte[] UPGRADE = HeadBuffer.bytes("Connection: Upgrade\r\nUpgrade: ");
    private static final byte[] WEBSOCKET_KEY = HeadBuffer.bytes("Sec-WebSocket-Key: ");
    private static final byte[] TRAILERS = HeadBuffer.bytes("trailers");

    private final byte[] via11;
    private final byte[] via10;
    private final byte[] loopToken;

    RequestHeadWriter(String idc, String loopToken) {
        via11 = HeadBuffer.line("Via", "1.1 spillway-" + idc);
        via10 = HeadBuffer.line("Via", "1.0 spillway-" + idc);
        this.loopToken = HeadBuffer.line("CDN-Loop", loopToken);
    }

    /** Returns a size that the head will not exceed. */
    int estimate(Request request, RequestEdits edits) {
        return request.gate().head().length() + ADDED + edits.length() + 2 * request.authority().length();
    }

    /** Writes the head. */
    void write(ByteBuf out, Request request, RequestEdits edits) {
        RequestGate gate = request.gate();
        MessageHead head = gate.head();
        HeadBuffer.copy(out, head, 0, gate.methodEnd() + 1);
        target(out, request, edits.path());
        out.writeBytes(VERSION);
        boolean otherHost = edits.host() != null;
        boolean traced = edits.traceparent() != null;
        if (edits.host() != null) {
            HeadBuffer.field(out, HOST, edits.host());
        } else if (head.count(Field.HOST) == 0) {
            HeadBuffer.field(out, HOST, request.authority());
        }
        boolean trusted = request.fromGateway();
        HeaderEdits changes = edits.headers();
        TimeLeft time = edits.time();
        boolean otherTime = time != null && time.callNanos() != Aim.NEVER;
        HeadBuffer.lines(out, head,
                line -> keep(gate, head, line, trusted) && !(otherHost && head.field(line) == Field.HOST)
                        && !(traced && head.field(line) == Field.TRACEPARENT)
                        && !(otherTime && head.field(line) == Field.GRPC_TIMEOUT)
                        && !(edits.webSocketKey() != null && head.nameIs(line, WebSocketHandshake.KEY))
                        && (changes == null || !HeadBuffer.dropped(changes, head, line)));
        if (changes != null) {
            HeadBuffer.added(out, changes);
        }
        forwarded(out, request, edits.client(), trusted);
        out.writeBytes(gate.http10() ? via10 : via11);
        out.writeBytes(loopToken);
        if (!edits.crossingName().isEmpty()) {
            HeadBuffer.field(out, CLUSTER, edits.crossingName());
            if (edits.subset() != null) {
                HeadBuffer.field(out, SUBSET, edits.subset().text());
            }
        }
        if (edits.traceparent() != null) {
            HeadBuffer.field(out, TRACEPARENT, edits.traceparent());
        }
        if (time != null) {
            time.write(out);
        }
        if (edits.priority() != null) {
            HeadBuffer.field(out, CLASS, edits.priority());
        }
        if (head.count(Field.TE) > 0 && head.valueIs(head.first(Field.TE), TRAILERS)) {
            out.writeBytes(TE);
        }
        if (edits.webSocketKey() != null) {
            HeadBuffer.field(out, WEBSOCKET_KEY, edits.webSocketKey());
        }
        turn(out, gate.turn());
        HeadBuffer.lineEnd(out);
    }

    /** Says what the connection is to become, where the head itself has not said so. */
    static void turn(ByteBuf out, @Nullable Turn turn) {
        if (turn != null && turn.webSocket()) {
            out.writeBytes(WEBSOCKET);
        } else if (turn != null && !turn.connect()) {
            out.writeBytes(UPGRADE);
            HeadBuffer.text(out, turn.protocol());
            HeadBuffer.lineEnd(out);
        }
    }

    private static void target(ByteBuf out, Request request, @Nullable String rewritten) {
        RequestGate gate = request.gate();
        MessageHead head = gate.head();
        if (Turn.connects(gate.turn())) {
            HeadBuffer.copy(out, head, gate.authorityStart(), gate.authorityEnd());
        } else if (rewritten != null) {
            HeadBuffer.text(out, rewritten);
        } else if (gate.pathStart() < gate.pathEnd() && head.at(gate.pathStart()) != '?') {
            HeadBuffer.copy(out, head, gate.pathStart(), gate.pathEnd());
        } else {
            HeadBuffer.text(out, request.bareTarget());
        }
    }

    private static boolean keep(RequestGate gate, MessageHead head, int line, boolean trusted) {
        return switch (head.field(line)) {
            case OTHER, CONTENT_TYPE, GRPC_STATUS, GRPC_TIMEOUT, TRACEPARENT -> !gate.nominated(line);
            case HOST, CONTENT_LENGTH, TRANSFER_ENCODING, TRAILER, VIA, CDN_LOOP -> true;
            case EXPECT -> gate.expectsContinue();
            case FORWARDED, X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST -> trusted;
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, UPGRADE, HTTP2_SETTINGS, TE -> false;
            case X_SPILLWAY_CLUSTER, X_SPILLWAY_SUBSET, X_SPILLWAY_REFUSED, X_SPILLWAY_IDC, X_SPILLWAY_REASON,
                    X_SPILLWAY_PRIORITY,
                    X_SPILLWAY_CLASS, X_ENVOY_EXPECTED_RQ_TIMEOUT_MS ->
                false;
        };
    }

    /** The first gateway says who the client is; the second believes the first. */
    private static void forwarded(ByteBuf out, Request request, String client, boolean trusted) {
        MessageHead head = request.gate().head();
        if (!trusted || head.count(Field.X_FORWARDED_FOR) == 0) {
            HeadBuffer.field(out, FOR, client);
        }
        if (!trusted || head.count(Field.X_FORWARDED_PROTO) == 0) {
            out.writeBytes(request.secure() ? PROTO_TLS : PROTO);
        }
        if (!trusted || head.count(Field.X_FORWARDED_HOST) == 0) {
            HeadBuffer.field(out, FORWARDED_HOST, request.authority());
        }
    }
}
