package io.spillway.gateway.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.spillway.gateway.proxy.http.Turn;
import org.jspecify.annotations.Nullable;

/**
 * Renders a decoded field section as octets of an HTTP/1 head while it is decoded. It refuses what RFC 9113 section 8
 * calls malformed, and with it every octet that could end a line early; what remains goes through the same framing gate
 * as a head that came by HTTP/1. Write-only for the decoder. One per connection, on its event loop.
 */
public final class HeadCollector extends OpaqueHeads {
    private final HeadLines lines;

    HeadCollector(ByteBufAllocator allocator) {
        this.lines = new HeadLines(allocator);
    }

    /** Forgets the head before. */
    void begin() {
        lines.begin();
    }

    @Override
    public Http2Headers clear() {
        lines.release();
        return this;
    }

    /** Returns why the section is malformed, or null. */
    public @Nullable String malformed() {
        return lines.malformed();
    }

    /** Tells whether {@code host} names another authority than {@code :authority} does. */
    public boolean hostDiffers() {
        return lines.hostDiffers();
    }

    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
        lines.add(AsciiString.of(name), AsciiString.of(value));
        return this;
    }

    /**
     * Returns the section as an HTTP/1 request head for the caller to release, or null when it is {@link #malformed}.
     *
     * @param ends whether the request ends with its head
     */
    public @Nullable ByteBuf takeRequest(boolean ends) {
        return lines.takeRequest(ends);
    }

    /**
     * Returns the section as an HTTP/1 response head for the caller to release, or null when it is {@link #malformed}.
     *
     * @param framing whether the head must say in HTTP/1's way how its body ends
     * @param ends whether the answer ends with its head
     */
    public @Nullable ByteBuf takeResponse(boolean framing, boolean ends) {
        return lines.takeResponse(framing, ends);
    }

    /**
     * Returns the head of an answer that agrees to a protocol as HTTP/1.1 says it, for the caller to release; null when it is
     * {@link #malformed}.
     *
     * @param proof of WebSocket, which HTTP/2 does without; null for other protocols, or when nobody asks for it
     */
    public @Nullable ByteBuf takeUpgrade(Turn turn, @Nullable String proof) {
        return lines.takeUpgrade(turn, proof);
    }

    /** Returns the section as trailer lines for the caller to release; null when it is malformed or forbidden there. */
    public @Nullable ByteBuf takeTrailers() {
        return lines.takeTrailers();
    }

    @Override
    public @Nullable CharSequence method() {
        return lines.pseudo().method();
    }

    @Override
    public @Nullable CharSequence scheme() {
        return lines.pseudo().scheme();
    }

    @Override
    public @Nullable CharSequence authority() {
        return lines.pseudo().authority();
    }

    @Override
    public @Nullable CharSequence path() {
        return lines.pseudo().path();
    }

    /** Netty asks this to tell informational answers from final ones; "0" keeps it from failing where there is none. */
    @Override
    public CharSequence status() {
        AsciiString status = lines.pseudo().status();
        return status == null || !PseudoFields.isStatus(status) ? "0" : status;
    }
}
