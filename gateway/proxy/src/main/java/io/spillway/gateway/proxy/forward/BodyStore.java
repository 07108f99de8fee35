package io.spillway.gateway.proxy.forward;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A request's body on its way to an endpoint. Its start is kept, up to a limit, so that the request can be sent once more.
 * Owned by one exchange, on its event loop.
 */
final class BodyStore {
    /** Up to this size the buffer of the head has room for the body, so that both can leave as one. */
    private static final int ONE_BUFFER = 16 * 1024;
    /** What the chunked coding may add to a piece of a body. */
    private static final int CHUNK_FRAMING = 12;

    /** Most requests have no body, and need no list for it. */
    private List<ByteBuf> octets = List.of();
    private long size;
    private long received;
    private boolean whole = true;
    private @Nullable ByteBuf trailers;

    /**
     * Passes octets on to an attempt that can take them, or keeps them for the one that will; the client waits when that is
     * too much. Takes over the reference.
     */
    void pass(ByteBuf more, @Nullable Attempt attempt, Downstream downstream, int limit) {
        received += more.readableBytes();
        if (attempt == null || !attempt.connected()) {
            add(more);
            if (size > limit) {
                downstream.setReading(false);
            }
            return;
        }
        if (whole && size + more.readableBytes() <= limit) {
            add(more.retainedDuplicate());
        } else {
            drop();
        }
        attempt.write(more);
        if (!attempt.writable()) {
            attempt.flush();
            downstream.setReading(attempt.writable());
        }
    }

    /** What is here has been written to an endpoint: more than the limit is not kept any longer. */
    void sent(int limit) {
        if (size > limit) {
            drop();
        }
    }

    /** Returns how many octets have come. */
    long received() {
        return received;
    }

    private void add(ByteBuf more) {
        size += more.readableBytes();
        if (octets.isEmpty()) {
            octets = new ArrayList<>(2);
        }
        octets.add(more);
    }

    long size() {
        return size;
    }

    /** Returns how much room the octets kept need behind a head, 0 when they leave by themselves. */
    int room() {
        long body = size + (long) CHUNK_FRAMING * octets.size();
        return body <= ONE_BUFFER ? (int) body : 0;
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
        octets = List.of();
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
