package io.spillway.gateway.proxy.forward;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.http.BodyKind;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.http.MessageHead;
import io.spillway.gateway.proxy.http.ResponseGate;
import io.spillway.gateway.proxy.http.WebSocketHandshake;
import io.spillway.gateway.route.HeaderEdits;
import io.spillway.gateway.snapshot.Endpoint;

/**
 * The response head that a client gets: the endpoint's lines without the hop-by-hop ones, plus our {@code Via} and, when
 * asked for, what was decided. One per event loop.
 */
final class ResponseHeadWriter {
    /** What the added lines may need at most, apart from texts of variable length. */
    private static final int ADDED = 256;

    private static final byte[] VERSION = HeadBuffer.bytes("HTTP/1.1 ");
    /** RFC 8441 section 5.1. */
    private static final byte[] AGREED = HeadBuffer.bytes("HTTP/1.1 200 OK\r\n");
    private static final byte[] CLOSE = HeadBuffer.bytes("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = HeadBuffer.bytes("Connection: keep-alive\r\n");
    private static final byte[] SET_COOKIE = HeadBuffer.bytes("Set-Cookie: ");
    private static final byte[] IDC = HeadBuffer.bytes("x-spillway-idc: ");
    private static final byte[] REASON = HeadBuffer.bytes("x-spillway-reason: ");
    private static final byte[] PRIORITY = HeadBuffer.bytes("x-spillway-priority: ");

    private final String idc;
    private final byte[] via11;
    private final byte[] via10;
    private final boolean decisionHeaders;

    ResponseHeadWriter(String idc, boolean decisionHeaders) {
        this.idc = idc;
        this.via11 = HeadBuffer.line("Via", "1.1 spillway-" + idc);
        this.via10 = HeadBuffer.line("Via", "1.0 spillway-" + idc);
        this.decisionHeaders = decisionHeaders;
    }

    /** How the connection to the client goes on. */
    enum Persistence {
        /** Stays open, as HTTP/1.1 does without a word. */
        SILENT,
        /** Stays open and an HTTP/1.0 client must be told. */
        KEEP_ALIVE,
        /** Ends with this answer. */
        CLOSE
    }

    /** Returns a size that the head will not exceed. */
    int estimate(MessageHead head, Passage passage) {
        return head.length() + ADDED + 3 * idc.length() + passage.reason.length()
                + (passage.edits == null ? 0 : passage.edits.length())
                + (passage.cookie == null ? 0 : passage.cookie.length());
    }

    /** Writes the head of an endpoint's answer. */
    void write(ByteBuf out, ResponseGate gate, Passage passage, Persistence persistence, boolean withoutChunking) {
        MessageHead head = gate.head();
        boolean agreed = gate.upgraded() && passage.framed;
        if (agreed) {
            out.writeBytes(AGREED);
        } else {
            out.writeBytes(VERSION);
            HeadBuffer.copy(out, head, gate.statusStart(), gate.statusLineEnd());
            HeadBuffer.lineEnd(out);
        }
        Endpoint endpoint = passage.endpoint;
        boolean fromGateway = endpoint != null && endpoint.role() == Endpoint.Role.GATEWAY;
        boolean chunked = (gate.body() == BodyKind.CHUNKED && !withoutChunking) || gate.body() == BodyKind.NONE;
        HeaderEdits edits = gate.informational() ? null : passage.edits;
        HeadBuffer.lines(out, head, line -> keep(gate, head, line, fromGateway, chunked)
                && !(agreed && head.nameIs(line, WebSocketHandshake.ACCEPT))
                && (edits == null || !HeadBuffer.dropped(edits, head, line)));
        if (edits != null) {
            HeadBuffer.added(out, edits);
        }
        out.writeBytes(gate.http10() ? via10 : via11);
        if (gate.upgraded()) {
            RequestHeadWriter.turn(out, passage.turn);
        } else {
            persistence(out, persistence);
        }
        if (!gate.informational()) {
            if (passage.cookie != null) {
                HeadBuffer.field(out, SET_COOKIE, passage.cookie);
            }
            decision(out, head, passage, fromGateway);
        }
        HeadBuffer.lineEnd(out);
    }

    private static boolean keep(ResponseGate gate, MessageHead head, int line, boolean fromGateway, boolean chunked) {
        return switch (head.field(line)) {
            case OTHER, CONTENT_TYPE, GRPC_STATUS, GRPC_TIMEOUT, TRACEPARENT -> !gate.nominated(line);
            case HOST, CONTENT_LENGTH, TRAILER, EXPECT, VIA, CDN_LOOP -> true;
            case FORWARDED, X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST, TE, X_ENVOY_EXPECTED_RQ_TIMEOUT_MS ->
                true;
            case TRANSFER_ENCODING -> chunked;
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, UPGRADE, HTTP2_SETTINGS -> false;
            case X_SPILLWAY_REFUSED -> fromGateway;
            case X_SPILLWAY_CLUSTER, X_SPILLWAY_SUBSET, X_SPILLWAY_IDC, X_SPILLWAY_REASON, X_SPILLWAY_PRIORITY,
                    X_SPILLWAY_CLASS ->
                false;
        };
    }

    static void persistence(ByteBuf out, Persistence persistence) {
        switch (persistence) {
            case SILENT -> {
                // nothing needs to be said
            }
            case KEEP_ALIVE -> out.writeBytes(KEEP_ALIVE);
            case CLOSE -> out.writeBytes(CLOSE);
        }
    }

    /** Says what was decided here; the IDCs that the other gateway names come after ours. */
    private void decision(ByteBuf out, MessageHead head, Passage passage, boolean fromGateway) {
        if (!decisionHeaders) {
            return;
        }
        out.writeBytes(IDC);
        HeadBuffer.text(out, idc);
        if (fromGateway && head.count(Field.X_SPILLWAY_IDC) > 0) {
            int line = head.first(Field.X_SPILLWAY_IDC);
            HeadBuffer.text(out, ", ");
            HeadBuffer.copy(out, head, head.valueStart(line), head.valueEnd(line));
        }
        HeadBuffer.lineEnd(out);
        decision(out, passage);
    }

    /** Says what was decided about an answer that the gateway itself gives. */
    void ownDecision(ByteBuf out, Passage passage) {
        if (decisionHeaders) {
            HeadBuffer.field(out, IDC, idc);
            decision(out, passage);
        }
    }

    private static void decision(ByteBuf out, Passage passage) {
        HeadBuffer.field(out, REASON, passage.reason);
        if (passage.priority >= 0) {
            HeadBuffer.field(out, PRIORITY, Integer.toString(passage.priority));
        }
    }
}
