package io.spillway.gateway.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import io.spillway.gateway.proxy.http.Field;

/**
 * Turns HTTP/1 heads that this gateway wrote into fields of HTTP/2: names in lower case, no connection-specific fields.
 * The octets of a head are copied once; names and values are views of the copy. Stateless.
 */
public final class HeadEncoder {
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");
    private static final AsciiString OK = AsciiString.cached("200");
    private static final AsciiString[] NO_FIELDS = new AsciiString[0];

    private final byte[] octets;
    private AsciiString[] pairs = new AsciiString[32];
    private AsciiString authority = AsciiString.EMPTY_STRING;
    private int size;

    private HeadEncoder(ByteBuf head) {
        octets = ByteBufUtil.getBytes(head);
    }

    /** Returns the fields of a request head; the buffer stays the caller's. */
    public static Http2Headers request(ByteBuf head, AsciiString scheme) {
        HeadEncoder encoder = new HeadEncoder(head);
        int methodEnd = encoder.find(' ', 0);
        int targetEnd = encoder.find(' ', methodEnd + 1);
        encoder.fields(encoder.find('\n', targetEnd) + 1);
        return ReadOnlyHttp2Headers.clientHeaders(false, encoder.text(0, methodEnd),
                encoder.text(methodEnd + 1, targetEnd), scheme, encoder.authority, encoder.pairs());
    }

    /** Returns the fields of a response head; the buffer stays the caller's. */
    public static Http2Headers response(ByteBuf head) {
        HeadEncoder encoder = new HeadEncoder(head);
        int from = encoder.find(' ', 0) + 1;
        AsciiString status = encoder.text(from, from + 3);
        encoder.fields(encoder.find('\n', from) + 1);
        return ReadOnlyHttp2Headers.serverHeaders(false, status.equals(OK) ? OK : status, encoder.pairs());
    }

    /** Returns the fields of a trailer section; the buffer stays the caller's. */
    public static Http2Headers trailers(ByteBuf section) {
        HeadEncoder encoder = new HeadEncoder(section);
        encoder.fields(0);
        return ReadOnlyHttp2Headers.trailers(false, encoder.pairs());
    }

    private int find(char octet, int from) {
        int at = from;
        while (octets[at] != octet) {
            at++;
        }
        return at;
    }

    private AsciiString text(int from, int to) {
        return new AsciiString(octets, from, to - from, false);
    }

    private AsciiString[] pairs() {
        if (size == 0) {
            return NO_FIELDS;
        }
        AsciiString[] exact = new AsciiString[size];
        System.arraycopy(pairs, 0, exact, 0, size);
        return exact;
    }

    private void fields(int start) {
        int at = start;
        while (at < octets.length && octets[at] != '\r') {
            int nameStart = at;
            while (octets[at] != ':') {
                octets[at] = lower(octets[at]);
                at++;
            }
            int nameEnd = at;
            int valueStart = at + 1;
            while (isSpace(octets[valueStart])) {
                valueStart++;
            }
            int lineFeed = find('\n', valueStart);
            int valueEnd = lineFeed - 1;
            while (valueEnd > valueStart && isSpace(octets[valueEnd - 1])) {
                valueEnd--;
            }
            field(nameStart, nameEnd, valueStart, valueEnd);
            at = lineFeed + 1;
        }
    }

    private void field(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        switch (Field.named(octets, nameStart, nameEnd - nameStart)) {
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, UPGRADE, HTTP2_SETTINGS, TRANSFER_ENCODING -> {
                // says how HTTP/1 goes on
            }
            case HOST -> authority = text(valueStart, valueEnd);
            case TE -> {
                if (text(valueStart, valueEnd).contentEqualsIgnoreCase(TRAILERS)) {
                    add(text(nameStart, nameEnd), TRAILERS);
                }
            }
            default -> add(text(nameStart, nameEnd), text(valueStart, valueEnd));
        }
    }

    private void add(AsciiString name, AsciiString value) {
        if (size == pairs.length) {
            AsciiString[] larger = new AsciiString[2 * size];
            System.arraycopy(pairs, 0, larger, 0, size);
            pairs = larger;
        }
        pairs[size++] = name;
        pairs[size++] = value;
    }

    private static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
