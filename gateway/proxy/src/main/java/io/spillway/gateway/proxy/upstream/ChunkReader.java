package io.spillway.gateway.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.http.ChunkScanner;
import io.spillway.gateway.proxy.http.ChunkWriter;
import io.spillway.gateway.proxy.http.HeadLimits;
import io.spillway.gateway.proxy.http.TrailerSection;
import org.jspecify.annotations.Nullable;

/** Takes a chunked body, which has passed the framing gate, apart into data and trailers. Owned by one stream. */
final class ChunkReader {
    private final ChunkScanner scanner;
    private final TrailerSection trailers = new TrailerSection();

    ChunkReader(HeadLimits limits) {
        scanner = new ChunkScanner(limits);
    }

    /** Gives the data in these octets to the sink; takes over the reference. */
    void read(ByteBuf octets, ChunkWriter.Sink sink) {
        boolean more = true;
        while (more) {
            int start = octets.readerIndex();
            switch (scanner.next(octets)) {
                case DATA -> sink.write(octets.retainedSlice(start, octets.readerIndex() - start));
                case TRAILER -> trailers.add(octets.alloc(), octets, start, octets.readerIndex());
                case FRAMING -> {
                    // sizes and line ends
                }
                case MORE, END, BAD -> more = false;
            }
        }
        octets.release();
    }

    /** Returns the trailer lines for the caller to release, or null. */
    @Nullable
    ByteBuf trailers() {
        return trailers.take();
    }

    void clear() {
        trailers.clear();
    }
}
