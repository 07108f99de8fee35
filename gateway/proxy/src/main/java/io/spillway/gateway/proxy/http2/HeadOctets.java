package io.spillway.gateway.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import io.spillway.gateway.proxy.http.Turn;
import org.jspecify.annotations.Nullable;

/**
 * A head or trailer section of HTTP/1 on its way into Netty's HTTP/2 encoder, which sees no field of it: the octets are
 * read where the frame is written, by {@link HeadPacker}. Holds a copy of them, because trailers may have to wait for a
 * body. Reused for one section after the other, once the one before has been written; on one event loop.
 */
public final class HeadOctets extends OpaqueHeads {
    private static final int USUAL_SIZE = 512;
    /** Where the status begins behind "HTTP/1.1 ". */
    private static final int STATUS = 9;

    private byte[] octets = new byte[0];
    private int length;
    private Kind kind = Kind.TRAILERS;
    private AsciiString scheme = AsciiString.EMPTY_STRING;
    private @Nullable Turn turn;

    /** What the octets are. */
    enum Kind {
        REQUEST, RESPONSE, TRAILERS
    }

    /** Takes a copy of a request's head; the buffer stays the caller's. */
    public HeadOctets request(ByteBuf head, AsciiString ofScheme) {
        scheme = ofScheme;
        turn = null;
        return take(head, Kind.REQUEST);
    }

    /** Takes a copy of a head that says in HTTP/1's way what its stream is to become; the buffer stays the caller's. */
    public HeadOctets tunnel(ByteBuf head, AsciiString ofScheme, Turn wanted) {
        scheme = ofScheme;
        turn = wanted;
        return take(head, Kind.REQUEST);
    }

    /** Takes a copy of an answer's head; the buffer stays the caller's. */
    public HeadOctets response(ByteBuf head) {
        return take(head, Kind.RESPONSE);
    }

    /** Takes a copy of a trailer section, which may be empty; the buffer stays the caller's. */
    public HeadOctets trailers(ByteBuf section) {
        return take(section, Kind.TRAILERS);
    }

    private HeadOctets take(ByteBuf section, Kind what) {
        kind = what;
        length = section.readableBytes();
        if (octets.length < length) {
            octets = new byte[Math.max(USUAL_SIZE, length + length / 2)];
        }
        section.getBytes(section.readerIndex(), octets, 0, length);
        return this;
    }

    byte[] octets() {
        return octets;
    }

    int length() {
        return length;
    }

    Kind kind() {
        return kind;
    }

    @Nullable
    Turn turn() {
        return turn;
    }

    AsciiString schemeText() {
        return scheme;
    }

    /** Netty asks this to tell informational answers from final ones, and nothing else. */
    @Override
    public CharSequence status() {
        return kind == Kind.RESPONSE && octets[STATUS] == '1' ? "100" : "200";
    }

    @Override
    public @Nullable CharSequence method() {
        return null;
    }

    @Override
    public @Nullable CharSequence scheme() {
        return scheme;
    }

    @Override
    public @Nullable CharSequence authority() {
        return null;
    }

    @Override
    public @Nullable CharSequence path() {
        return null;
    }
}
