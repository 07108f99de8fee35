package io.spillway.gateway.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** Puts data into the chunked coding of RFC 9112 section 7.1. Stateless. */
public final class ChunkWriter {
    private static final byte[] HEX = Octets.ascii("0123456789abcdef");
    private static final ByteBuf LINE_END = Unpooled
            .unreleasableBuffer(Unpooled.directBuffer(2, 2).writeByte(Octets.CR).writeByte(Octets.LF)).asReadOnly();
    /** Up to this size copying is cheaper than three buffers. */
    private static final int SMALL = 1024;

    private ChunkWriter() {}

    /** Where chunks go; takes the references over. */
    public interface Sink {
        void write(ByteBuf octets);
    }

    /** Writes one chunk of these octets, taken over; nothing when there are none, because that would be the end. */
    public static void chunk(ByteBufAllocator allocator, ByteBuf data, Sink sink) {
        int size = data.readableBytes();
        if (size == 0) {
            data.release();
        } else if (size <= SMALL) {
            ByteBuf out = allocator.directBuffer(size + 12);
            append(out, data, data.readerIndex(), size);
            data.release();
            sink.write(out);
        } else {
            ByteBuf line = allocator.directBuffer(12);
            size(line, size);
            sink.write(line);
            sink.write(data);
            sink.write(LINE_END.duplicate());
        }
    }

    /** Appends one chunk to a buffer that has room for twelve octets more than the data. */
    public static void append(ByteBuf out, ByteBuf data, int from, int size) {
        if (size > 0) {
            size(out, size);
            out.writeBytes(data, from, size);
            out.writeByte(Octets.CR).writeByte(Octets.LF);
        }
    }

    private static void size(ByteBuf out, int size) {
        int shift = 28;
        while (shift > 0 && size >>> shift == 0) {
            shift -= 4;
        }
        for (; shift >= 0; shift -= 4) {
            out.writeByte(HEX[size >>> shift & 15]);
        }
        out.writeByte(Octets.CR).writeByte(Octets.LF);
    }

    /** Returns the end of a chunked body with these trailer lines, taken over. */
    public static ByteBuf end(ByteBufAllocator allocator, @Nullable ByteBuf trailers) {
        ByteBuf out = allocator.directBuffer(8 + (trailers == null ? 0 : trailers.readableBytes()));
        out.writeByte('0').writeByte(Octets.CR).writeByte(Octets.LF);
        if (trailers != null) {
            out.writeBytes(trailers);
            trailers.release();
        }
        return out.writeByte(Octets.CR).writeByte(Octets.LF);
    }
}
