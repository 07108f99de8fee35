package io.spillway.gateway.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Collects the trailer lines of a chunked body that is taken apart. Belongs to one connection and its event loop. */
public final class TrailerSection {
    private @Nullable ByteBuf lines;

    /** Takes octets that a {@link ChunkScanner} called {@link ChunkScanner.Run#TRAILER}. */
    public void add(ByteBufAllocator allocator, ByteBuf in, int from, int to) {
        if (lines == null) {
            lines = allocator.buffer(Math.max(64, to - from));
        }
        lines.writeBytes(in, from, to - from);
    }

    /** Returns the lines without the empty line after them, for the caller to release, or null when there are none. */
    public @Nullable ByteBuf take() {
        ByteBuf taken = lines;
        lines = null;
        if (taken != null && taken.readableBytes() > 2) {
            return taken.writerIndex(taken.writerIndex() - 2);
        }
        if (taken != null) {
            taken.release();
        }
        return null;
    }

    /** Lets everything go. */
    public void clear() {
        if (lines != null) {
            lines.release();
            lines = null;
        }
    }
}
