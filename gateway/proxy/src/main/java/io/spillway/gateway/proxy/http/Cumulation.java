package io.spillway.gateway.proxy.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Octets of a connection that were read and not yet used up. In the usual case the buffer that was read is used in place;
 * only a rest that must wait for more is copied together. Used on the connection's event loop only.
 */
public final class Cumulation {
    private @Nullable ByteBuf buffer;

    /** Takes over a buffer just read and returns one that holds the rest and these octets. */
    public ByteBuf add(ByteBuf octets) {
        ByteBuf rest = buffer;
        if (rest == null) {
            buffer = octets;
            return octets;
        }
        ByteBuf joined = rest;
        // Slices of the buffer are held by messages in flight, so it is appended to, never compacted.
        if (rest.isReadOnly() || rest.maxWritableBytes() < octets.readableBytes()
                || rest.writableBytes() < octets.readableBytes()) {
            int size = rest.readableBytes() + octets.readableBytes();
            joined = rest.alloc().directBuffer(size + size / 2);
            joined.writeBytes(rest);
            rest.release();
            buffer = joined;
        }
        joined.writeBytes(octets);
        octets.release();
        return joined;
    }

    /** Returns what is there, or null. */
    public @Nullable ByteBuf peek() {
        return buffer;
    }

    /** Hands over what is there, for the caller to release, or null. */
    public @Nullable ByteBuf take() {
        ByteBuf taken = buffer;
        buffer = null;
        return taken;
    }

    /** Returns how many octets wait. */
    public int size() {
        return buffer == null ? 0 : buffer.readableBytes();
    }

    /** Lets a used-up buffer go; to be called when the octets that could be used have been used. */
    public void settle() {
        if (buffer != null && !buffer.isReadable()) {
            clear();
        }
    }

    /** Lets everything go. */
    public void clear() {
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
    }
}
