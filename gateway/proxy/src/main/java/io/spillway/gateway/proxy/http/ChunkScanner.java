package io.spillway.gateway.proxy.http;

import io.netty.buffer.ByteBuf;

/**
 * Follows a chunked body octet by octet and refuses every deviation from RFC 9112 section 7.1: line ends are CR LF,
 * sizes are 1 to 15 hexadecimal digits, extensions and trailers are bounded, trailers hold no framing, routing or hop
 * field. It says which octets are data, so that a body can be passed on as it came or without its chunking. One per
 * direction of a connection, used on its event loop.
 */
public final class ChunkScanner {
    private static final int MAX_SIZE_DIGITS = 15;
    private static final int MAX_LINE = 4096;

    /** What the octets just consumed are. */
    public enum Run {
        /** Octets of the body. */
        DATA,
        /** Sizes, extensions, line ends. */
        FRAMING,
        /** Trailer lines, and the empty line after them. */
        TRAILER,
        /** The buffer is used up. */
        MORE,
        /** The body has ended, trailers included. */
        END,
        /** The octet at the reader index must not be there. */
        BAD
    }

    private enum State {
        SIZE_FIRST, SIZE, EXTENSION, SIZE_LF, DATA, DATA_CR, DATA_LF, TRAILER_FIRST, TRAILER_NAME, TRAILER_VALUE, TRAILER_LF, LAST_LF, END
    }

    private final HeadLimits limits;
    private final byte[] name = new byte[24];
    private State state = State.SIZE_FIRST;
    private long size;
    private int digits;
    private int line;
    private int trailerOctets;
    private int trailers;
    private Fault fault = Fault.CHUNK;

    public ChunkScanner(HeadLimits limits) {
        this.limits = limits;
    }

    /** Makes ready for the next body. */
    public void reset() {
        state = State.SIZE_FIRST;
        size = 0;
        digits = 0;
        line = 0;
        trailerOctets = 0;
        trailers = 0;
        fault = Fault.CHUNK;
    }

    /** Returns why the last run was {@link Run#BAD}. */
    public Fault fault() {
        return fault;
    }

    /** Consumes one run: moves the reader index over octets of one sort and says which. */
    public Run next(ByteBuf in) {
        if (state == State.END) {
            return Run.END;
        }
        if (!in.isReadable()) {
            return Run.MORE;
        }
        if (state == State.DATA) {
            int count = (int) Math.min(size, in.readableBytes());
            in.skipBytes(count);
            size -= count;
            if (size == 0) {
                state = State.DATA_CR;
            }
            return Run.DATA;
        }
        boolean trailer = inTrailer();
        while (in.isReadable() && state != State.DATA && state != State.END && inTrailer() == trailer) {
            if (!step(in.getByte(in.readerIndex()))) {
                return Run.BAD;
            }
            in.skipBytes(1);
        }
        return trailer ? Run.TRAILER : Run.FRAMING;
    }

    private boolean inTrailer() {
        return switch (state) {
            case TRAILER_FIRST, TRAILER_NAME, TRAILER_VALUE, TRAILER_LF, LAST_LF -> true;
            case SIZE_FIRST, SIZE, EXTENSION, SIZE_LF, DATA, DATA_CR, DATA_LF, END -> false;
        };
    }

    /** Moves over all that there is, whatever its sort; returns {@link Run#MORE}, {@link Run#END} or {@link Run#BAD}. */
    public Run skip(ByteBuf in) {
        Run run = next(in);
        while (run == Run.DATA || run == Run.FRAMING || run == Run.TRAILER) {
            run = next(in);
        }
        return run;
    }

    private boolean step(byte octet) {
        return switch (state) {
            case SIZE_FIRST -> sizeFirst(octet);
            case SIZE -> size(octet);
            case EXTENSION -> extension(octet);
            case SIZE_LF -> lineFeed(octet, size == 0 ? State.TRAILER_FIRST : State.DATA);
            case DATA_CR -> carriageReturn(octet, State.DATA_LF);
            case DATA_LF -> lineFeed(octet, State.SIZE_FIRST);
            case TRAILER_FIRST -> trailerFirst(octet);
            case TRAILER_NAME -> trailerName(octet);
            case TRAILER_VALUE -> trailerValue(octet);
            case TRAILER_LF -> lineFeed(octet, State.TRAILER_FIRST);
            case LAST_LF -> lineFeed(octet, State.END);
            case DATA, END -> false;
        };
    }

    private boolean carriageReturn(byte octet, State next) {
        state = next;
        return octet == Octets.CR;
    }

    private boolean lineFeed(byte octet, State next) {
        state = next;
        line = 0;
        return octet == Octets.LF;
    }

    private boolean sizeFirst(byte octet) {
        size = 0;
        digits = 0;
        state = State.SIZE;
        return Octets.hex(octet) >= 0 && size(octet);
    }

    private boolean size(byte octet) {
        int digit = Octets.hex(octet);
        if (digit >= 0) {
            size = size << 4 | digit;
            return ++digits <= MAX_SIZE_DIGITS;
        }
        state = octet == ';' ? State.EXTENSION : State.SIZE_LF;
        return octet == ';' || octet == Octets.CR;
    }

    private boolean extension(byte octet) {
        if (octet == Octets.CR) {
            state = State.SIZE_LF;
            return true;
        }
        return Octets.isFieldValue(octet) && ++line <= MAX_LINE;
    }

    private boolean trailerFirst(byte octet) {
        if (octet == Octets.CR) {
            state = State.LAST_LF;
            return true;
        }
        fault = Fault.TRAILER;
        state = State.TRAILER_NAME;
        line = 0;
        return ++trailers <= limits.fields() && trailerName(octet);
    }

    private boolean trailerName(byte octet) {
        if (octet == ':') {
            state = State.TRAILER_VALUE;
            return line > 0 && allowedInTrailer();
        }
        if (line < name.length) {
            name[line] = Octets.lower(octet);
        }
        line++;
        return Octets.isToken(octet) && ++trailerOctets <= limits.bytes();
    }

    private boolean trailerValue(byte octet) {
        if (octet == Octets.CR) {
            state = State.TRAILER_LF;
            return true;
        }
        return Octets.isFieldValue(octet) && ++trailerOctets <= limits.bytes();
    }

    /** Fields that the proxy reads have no business in trailers (RFC 9110 section 6.5.1). */
    private boolean allowedInTrailer() {
        return line > name.length || Field.named(name, 0, line).passes();
    }
}
