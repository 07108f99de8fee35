package io.spillway.gateway.proxy.http2;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.http.Turn;
import io.spillway.gateway.proxy.http.WebSocketHandshake;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one head or trailer section while its fields come in, and what RFC 9113 section 8 forbids among them. A
 * CONNECT that asks for a protocol (RFC 8441) becomes what HTTP/1 has for that, a GET with Upgrade.
 * Reused by one {@link HeadCollector} for one section after the other.
 */
final class HeadLines {
    private static final byte[] COLON = ascii(": ");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
    private static final byte[] STATUS_VERSION = ascii("HTTP/1.1 ");
    private static final byte[] HOST = ascii("host: ");
    private static final byte[] COOKIE = ascii("cookie: ");
    private static final byte[] GET = ascii("GET");
    private static final byte[] UPGRADE = ascii("connection: upgrade\r\nupgrade: ");
    private static final byte[] SWITCHING = ascii("101");
    private static final byte[] ACCEPT = ascii("\r\n" + WebSocketHandshake.ACCEPT + ": ");
    private static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
    private static final byte[] EMPTY_BODY = ascii("content-length: 0\r\n");
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");
    private static final int USUAL_SIZE = 512;

    private final ByteBufAllocator allocator;
    private final PseudoFields pseudo = new PseudoFields();
    private @Nullable ByteBuf out;
    private @Nullable ByteBuf cookies;
    private @Nullable String malformed;
    private boolean regular;
    private boolean lengthSeen;
    private boolean hostDiffers;

    HeadLines(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Forgets the section before. */
    void begin() {
        release();
        pseudo.clear();
        malformed = null;
        regular = false;
        lengthSeen = false;
        hostDiffers = false;
    }

    /** Gives back the buffers of a section that nobody took. */
    void release() {
        if (out != null) {
            out.release();
            out = null;
        }
        if (cookies != null) {
            cookies.release();
            cookies = null;
        }
    }

    PseudoFields pseudo() {
        return pseudo;
    }

    @Nullable
    String malformed() {
        return malformed;
    }

    boolean hostDiffers() {
        return hostDiffers;
    }

    /** Takes the next field, unless one before it made the section malformed. */
    void add(AsciiString name, AsciiString value) {
        if (malformed != null) {
            return;
        }
        if (name.isEmpty()) {
            malformed = "a field without a name";
        } else if (name.byteAt(0) == ':') {
            malformed = regular ? "a pseudo-field after a field" : pseudo.add(name, value);
        } else {
            malformed = field(name, value);
        }
    }

    private @Nullable String field(AsciiString name, AsciiString value) {
        if (!FieldOctets.isName(name) || !FieldOctets.isValue(value)) {
            return "a field name or value with an octet that must not be there";
        }
        if (!regular) {
            regular = true;
            String fault = startLine();
            if (fault != null) {
                return fault;
            }
        }
        return switch (Field.named(name.array(), name.arrayOffset(), name.length())) {
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, UPGRADE, HTTP2_SETTINGS, TRANSFER_ENCODING ->
                "the connection-specific field " + name;
            case TE -> value.contentEqualsIgnoreCase(TRAILERS) ? line(name, value) : "te other than trailers";
            case HOST -> host(name, value);
            case CONTENT_LENGTH -> {
                lengthSeen = true;
                yield line(name, value);
            }
            default -> name.length() == 6 && name.contentEquals("cookie") ? cookie(value) : line(name, value);
        };
    }

    private @Nullable String line(AsciiString name, AsciiString value) {
        ByteBuf lines = lines();
        write(lines, name);
        lines.writeBytes(COLON);
        write(lines, value);
        lines.writeBytes(LINE_END);
        return null;
    }

    /** The host is written with the start line; a field that says the same adds nothing. */
    private @Nullable String host(AsciiString name, AsciiString value) {
        AsciiString authority = pseudo.authority();
        if (authority == null) {
            return line(name, value);
        }
        hostDiffers |= !authority.contentEqualsIgnoreCase(value);
        return null;
    }

    /** RFC 9113 section 8.2.3: crumbs of a cookie are one field in HTTP/1. */
    private @Nullable String cookie(AsciiString crumb) {
        ByteBuf joined = cookies;
        if (joined == null) {
            joined = allocator.heapBuffer(USUAL_SIZE);
            cookies = joined;
            joined.writeBytes(COOKIE);
        } else {
            joined.writeByte(';').writeByte(' ');
        }
        write(joined, crumb);
        return null;
    }

    private ByteBuf lines() {
        ByteBuf lines = out;
        if (lines == null) {
            lines = allocator.heapBuffer(USUAL_SIZE);
            out = lines;
        }
        return lines;
    }

    private static void write(ByteBuf to, AsciiString text) {
        to.writeBytes(text.array(), text.arrayOffset(), text.length());
    }

    /** Writes the start line once all pseudo-fields are known; trailers have none. */
    private @Nullable String startLine() {
        if (pseudo.isEmpty()) {
            return null;
        }
        String fault = pseudo.check();
        if (fault != null) {
            return fault;
        }
        ByteBuf lines = lines();
        AsciiString status = pseudo.status();
        if (status != null) {
            lines.writeBytes(STATUS_VERSION);
            write(lines, status);
            lines.writeByte(' ').writeBytes(LINE_END);
            return null;
        }
        AsciiString protocol = pseudo.protocol();
        if (protocol == null) {
            write(lines, pseudo.requiredMethod());
        } else {
            lines.writeBytes(GET);
        }
        lines.writeByte(' ');
        write(lines, pseudo.target());
        lines.writeBytes(VERSION);
        AsciiString authority = pseudo.authority();
        if (authority != null) {
            lines.writeBytes(HOST);
            write(lines, authority);
            lines.writeBytes(LINE_END);
        }
        if (protocol != null) {
            lines.writeBytes(UPGRADE);
            write(lines, protocol);
            lines.writeBytes(LINE_END);
        }
        return null;
    }

    /** Returns the head of a request, see {@link HeadCollector#takeRequest}. */
    @Nullable
    ByteBuf takeRequest(boolean ends) {
        finishStart(true);
        if (malformed != null) {
            return null;
        }
        ByteBuf lines = lines();
        if (!lengthSeen && !ends && !pseudo.connects()) {
            lines.writeBytes(CHUNKED);
        } else if (!lengthSeen && pseudo.methodNeedsLength()) {
            lines.writeBytes(EMPTY_BODY);
        }
        return take();
    }

    /** Returns the head of an answer, see {@link HeadCollector#takeResponse}. */
    @Nullable
    ByteBuf takeResponse(boolean framing, boolean ends) {
        finishStart(false);
        if (malformed != null) {
            return null;
        }
        if (framing && !lengthSeen) {
            lines().writeBytes(ends ? EMPTY_BODY : CHUNKED);
        }
        return take();
    }

    /** Returns the head of an answer that agrees to a protocol, see {@link HeadCollector#takeUpgrade}. */
    @Nullable
    ByteBuf takeUpgrade(Turn turn, @Nullable String proof) {
        finishStart(false);
        if (malformed != null) {
            return null;
        }
        ByteBuf lines = lines();
        lines.setBytes(lines.readerIndex() + STATUS_VERSION.length, SWITCHING);
        // Who speaks HTTP/1.1 further on may have answered the key, and knows best.
        boolean proven = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(ACCEPT), lines) >= 0;
        lines.writeBytes(UPGRADE).writeBytes(ascii(turn.protocol()));
        if (proof != null && !proven) {
            lines.writeBytes(ACCEPT).writeBytes(ascii(proof));
        }
        lines.writeBytes(LINE_END);
        return take();
    }

    private void finishStart(boolean request) {
        if (malformed == null && (pseudo.isEmpty() || pseudo.isRequest() != request)) {
            malformed = "not the pseudo-fields of a " + (request ? "request" : "response");
        }
        if (malformed == null && !regular) {
            malformed = startLine();
        }
    }

    private ByteBuf take() {
        ByteBuf lines = lines();
        ByteBuf crumbs = cookies;
        if (crumbs != null) {
            lines.writeBytes(crumbs).writeBytes(LINE_END);
        }
        lines.writeBytes(LINE_END);
        out = null;
        release();
        return lines;
    }

    /** Returns the lines of a trailer section, see {@link HeadCollector#takeTrailers}. */
    @Nullable
    ByteBuf takeTrailers() {
        if (malformed == null && !pseudo.isEmpty()) {
            malformed = "pseudo-fields in trailers";
        }
        ByteBuf lines = lines();
        if (malformed == null && (lengthSeen || cookies != null || !TrailerRules.allowed(lines))) {
            malformed = "a field that must not be in trailers";
        }
        if (malformed != null) {
            return null;
        }
        out = null;
        release();
        return lines;
    }
}
