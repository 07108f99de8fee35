package io.spillway.gateway.proxy.forward;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The start of a request's body, kept so that the request can be sent once more, up to a limit. Owned by one exchange,
 * on its event loop.
 */
final class BodyStore {
    private final List<ByteBuf> octets = new ArrayList<>(2);
    private long size;
    private boolean whole = true;
    private @Nullable ByteBuf trailers;

    /** Keeps the octets; takes over the reference. */
    void add(ByteBuf more) {
        size += more.readableBytes();
        octets.add(more);
    }

    long size() {
        return size;
    }

    /** Tells whether all octets that came are here. */
    boolean whole() {
        return whole;
    }

    /** Gives up: from here on the request cannot be sent again. */
    void drop() {
        whole = false;
        clearOctets();
    }

    void clear() {
        clearOctets();
        if (trailers != null) {
            trailers.release();
            trailers = null;
        }
    }

    private void clearOctets() {
        for (int i = 0; i < octets.size(); i++) {
            octets.get(i).release();
        }
        octets.clear();
        size = 0;
    }

    /** Keeps the trailers; takes over the reference. They are kept also when the body is not. */
    void trailers(ByteBuf section) {
        trailers = section;
    }

    @Nullable
    ByteBuf trailers() {
        return trailers;
    }

    /** Returns the octets kept; they stay the store's. */
    List<ByteBuf> octets() {
        return octets;
    }
}
