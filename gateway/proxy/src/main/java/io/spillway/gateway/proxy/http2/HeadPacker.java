package io.spillway.gateway.proxy.http2;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.util.AsciiString;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.http.Turn;

/**
 * HPACK for the heads that this gateway sends, straight from the octets of HTTP/1: names in lower case, no
 * connection-specific fields. Without state (decision 0006): the static table and plain literals, never the dynamic table,
 * so no secret of one request can be guessed by another that shares the connection (RFC 7541 section 7.1). One per
 * connection, on its event loop.
 */
final class HeadPacker implements Http2HeadersEncoder, Http2HeadersEncoder.Configuration {
    private static final byte[] TRAILERS = {'t', 'r', 'a', 'i', 'l', 'e', 'r', 's'};
    private static final byte[] HOST = {'h', 'o', 's', 't'};
    private static final byte[] GET = {'G', 'E', 'T'};
    private static final byte[] POST = {'P', 'O', 'S', 'T'};
    private static final byte[] CONNECT = {'C', 'O', 'N', 'N', 'E', 'C', 'T'};
    private static final AsciiString PROTOCOL = AsciiString.cached(":protocol");
    private static final int LITERAL = 0x00;
    private static final int NEVER_INDEXED = 0x10;
    private static final int EMPTY_TABLE = 0x20;
    private static final int INDEXED = 0x80;
    /** What a field counts beside its octets, RFC 9113 section 6.5.2. */
    private static final int PER_FIELD = 32;

    private long tableSize = Http2CodecUtil.DEFAULT_HEADER_TABLE_SIZE;
    private long listSize = Http2CodecUtil.MAX_HEADER_LIST_SIZE;
    private boolean tableChanged;
    private long counted;

    @Override
    public void encodeHeaders(int streamId, Http2Headers headers, ByteBuf out) throws Http2Exception {
        int start = out.writerIndex();
        counted = 0;
        if (tableChanged) {
            // RFC 7541 section 4.2: a change is acknowledged before the next field; we use no table of any size.
            out.writeByte(EMPTY_TABLE);
        }
        if (headers instanceof HeadOctets head) {
            octets(head, out);
        } else {
            // Netty's own, such as its 431.
            headers.forEach(field -> plain(AsciiString.of(field.getKey()), AsciiString.of(field.getValue()), out));
        }
        if (counted > listSize) {
            out.writerIndex(start);
            Http2CodecUtil.headerListSizeExceeded(streamId, listSize, false);
        }
        tableChanged = false;
    }

    private void plain(AsciiString name, AsciiString value, ByteBuf out) {
        out.writeByte(LITERAL);
        text(out, name.array(), name.arrayOffset(), name.arrayOffset() + name.length());
        text(out, value.array(), value.arrayOffset(), value.arrayOffset() + value.length());
        counted += PER_FIELD;
    }

    private void octets(HeadOctets head, ByteBuf out) {
        byte[] octets = head.octets();
        int fields = switch (head.kind()) {
            case REQUEST -> requestLine(head, out);
            case RESPONSE -> statusLine(octets, out);
            case TRAILERS -> 0;
        };
        fields(octets, fields, head.length(), out);
    }

    private int requestLine(HeadOctets head, ByteBuf out) {
        byte[] octets = head.octets();
        int methodEnd = find(octets, ' ', 0);
        int targetEnd = find(octets, ' ', methodEnd + 1);
        Turn turn = head.turn();
        if (turn != null) {
            return connectLine(head, turn, methodEnd + 1, targetEnd, out);
        }
        if (equal(octets, 0, methodEnd, GET)) {
            out.writeByte(INDEXED | StaticTable.METHOD_GET);
        } else if (equal(octets, 0, methodEnd, POST)) {
            out.writeByte(INDEXED | StaticTable.METHOD_POST);
        } else {
            literal(out, LITERAL, StaticTable.METHOD_GET, octets, 0, methodEnd);
        }
        return target(head, methodEnd + 1, targetEnd, out);
    }

    /** RFC 9113 section 8.5 without a scheme and a path, RFC 8441 section 4 with them. */
    private int connectLine(HeadOctets head, Turn turn, int targetStart, int targetEnd, ByteBuf out) {
        literal(out, LITERAL, StaticTable.METHOD_GET, CONNECT, 0, CONNECT.length);
        if (!turn.connect()) {
            plain(PROTOCOL, AsciiString.of(turn.protocol()), out);
            return target(head, targetStart, targetEnd, out);
        }
        byte[] octets = head.octets();
        int fields = find(octets, '\n', targetEnd) + 1;
        authority(octets, fields, head.length(), out);
        return fields;
    }

    private int target(HeadOctets head, int targetStart, int targetEnd, ByteBuf out) {
        byte[] octets = head.octets();
        AsciiString scheme = head.schemeText();
        out.writeByte(INDEXED | (scheme.length() == 5 ? StaticTable.SCHEME_HTTPS : StaticTable.SCHEME_HTTP));
        int fields = find(octets, '\n', targetEnd) + 1;
        authority(octets, fields, head.length(), out);
        if (targetEnd - targetStart == 1 && octets[targetStart] == '/') {
            out.writeByte(INDEXED | StaticTable.PATH_ROOT);
        } else {
            literal(out, LITERAL, StaticTable.PATH_ROOT, octets, targetStart, targetEnd);
        }
        return fields;
    }

    /** Pseudo-fields come first, and the host may be any line. */
    private void authority(byte[] octets, int start, int end, ByteBuf out) {
        int at = start;
        while (at < end && octets[at] != '\r') {
            int lineFeed = find(octets, '\n', at);
            if (lineFeed > at + 4 && octets[at + 4] == ':' && equalIgnoringCase(octets, at, at + 4, HOST)) {
                int from = skipSpace(octets, at + 5);
                literal(out, LITERAL, StaticTable.AUTHORITY, octets, from, trimmed(octets, from, lineFeed - 1));
                return;
            }
            at = lineFeed + 1;
        }
    }

    private int statusLine(byte[] octets, ByteBuf out) {
        int from = find(octets, ' ', 0) + 1;
        int index = StaticTable.status(octets, from);
        if (index > 0) {
            out.writeByte(INDEXED | index);
        } else {
            literal(out, LITERAL, StaticTable.STATUS_200, octets, from, from + 3);
        }
        return find(octets, '\n', from) + 1;
    }

    private void fields(byte[] octets, int start, int end, ByteBuf out) {
        int at = start;
        while (at < end && octets[at] != '\r') {
            int nameStart = at;
            while (octets[at] != ':') {
                octets[at] = lower(octets[at]);
                at++;
            }
            int valueStart = skipSpace(octets, at + 1);
            int lineFeed = find(octets, '\n', valueStart);
            field(octets, nameStart, at, valueStart, trimmed(octets, valueStart, lineFeed - 1), out);
            at = lineFeed + 1;
        }
    }

    private void field(byte[] octets, int name, int nameEnd, int value, int valueEnd, ByteBuf out) {
        switch (Field.named(octets, name, nameEnd - name)) {
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, UPGRADE, HTTP2_SETTINGS, TRANSFER_ENCODING, HOST -> {
                // says how HTTP/1 goes on, or was said before
            }
            case TE -> {
                if (equalIgnoringCase(octets, value, valueEnd, TRAILERS)) {
                    line(octets, name, nameEnd, value, valueEnd, out);
                }
            }
            default -> line(octets, name, nameEnd, value, valueEnd, out);
        }
    }

    private void line(byte[] octets, int name, int nameEnd, int value, int valueEnd, ByteBuf out) {
        int index = StaticTable.name(octets, name, nameEnd);
        int form = StaticTable.secret(index) ? NEVER_INDEXED : LITERAL;
        if (index > 0) {
            literal(out, form, index, octets, value, valueEnd);
        } else {
            out.writeByte(form);
            text(out, octets, name, nameEnd);
            text(out, octets, value, valueEnd);
            counted += PER_FIELD;
        }
    }

    private void literal(ByteBuf out, int form, int index, byte[] octets, int from, int to) {
        number(out, form, 4, index);
        text(out, octets, from, to);
        counted += PER_FIELD + StaticTable.NAME_LENGTH;
    }

    private void text(ByteBuf out, byte[] octets, int from, int to) {
        number(out, 0, 7, to - from);
        out.writeBytes(octets, from, to - from);
        counted += to - from;
    }

    /** Writes an integer with a prefix of so many bits, RFC 7541 section 5.1. */
    private static void number(ByteBuf out, int first, int bits, int value) {
        int limit = (1 << bits) - 1;
        if (value < limit) {
            out.writeByte(first | value);
            return;
        }
        out.writeByte(first | limit);
        int rest = value - limit;
        while (rest >= 128) {
            out.writeByte((rest & 127) | 128);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    private static int find(byte[] octets, char octet, int from) {
        int at = from;
        while (octets[at] != octet) {
            at++;
        }
        return at;
    }

    private static int skipSpace(byte[] octets, int from) {
        int at = from;
        while (isSpace(octets[at])) {
            at++;
        }
        return at;
    }

    private static int trimmed(byte[] octets, int from, int to) {
        int end = to;
        while (end > from && isSpace(octets[end - 1])) {
            end--;
        }
        return Math.max(end, from);
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
    }

    private static boolean equal(byte[] octets, int from, int to, byte[] text) {
        return Arrays.equals(octets, from, to, text, 0, text.length);
    }

    private static boolean equalIgnoringCase(byte[] octets, int from, int to, byte[] lowerCase) {
        boolean same = to - from == lowerCase.length;
        for (int i = 0; same && i < lowerCase.length; i++) {
            same = lower(octets[from + i]) == lowerCase[i];
        }
        return same;
    }

    @Override
    public Configuration configuration() {
        return this;
    }

    @Override
    public void maxHeaderTableSize(long max) {
        tableSize = max;
        tableChanged = true;
    }

    @Override
    public long maxHeaderTableSize() {
        return tableSize;
    }

    @Override
    public void maxHeaderListSize(long max) {
        listSize = max;
    }

    @Override
    public long maxHeaderListSize() {
        return listSize;
    }
}
