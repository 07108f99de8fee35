package io.spillway.gateway.proxy.downstream;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.forward.Exchange;
import io.spillway.gateway.proxy.forward.OwnAnswer;
import io.spillway.gateway.proxy.http.BodyKind;
import io.spillway.gateway.proxy.http.ChunkScanner;
import io.spillway.gateway.proxy.http.Fault;
import io.spillway.gateway.proxy.http.HeadLimits;
import io.spillway.gateway.proxy.http.HeadScanner;
import io.spillway.gateway.proxy.http.MessageHead;
import io.spillway.gateway.proxy.http.RequestGate;

/** Cuts what a client sends into heads and body octets. Belongs to one connection and its event loop. */
final class RequestReader {
    /** What was found at the start of the buffer. */
    enum Found {
        MORE, HEAD, REFUSED
    }

    private final HeadScanner scanner;
    private final MessageHead head = new MessageHead();
    private final RequestGate gate = new RequestGate(head);
    private final ChunkScanner chunks;
    private long remaining;
    private Fault fault = Fault.START_LINE;

    RequestReader(HeadLimits limits) {
        scanner = HeadScanner.forRequests(limits);
        chunks = new ChunkScanner(limits);
    }

    RequestGate gate() {
        return gate;
    }

    Fault fault() {
        return fault;
    }

    /** Tells whether a head has begun. */
    boolean started() {
        return scanner.started();
    }

    /** Lets the message go and makes ready for the next. */
    void next() {
        head.clear();
        scanner.reset();
        chunks.reset();
    }

    Found head(ByteBuf in) {
        return switch (scanner.scan(in, head)) {
            case MORE -> Found.MORE;
            case REFUSED -> refused(scanner.fault());
            case DONE -> {
                Fault found = gate.check();
                remaining = gate.contentLength();
                yield found == null ? Found.HEAD : refused(found);
            }
        };
    }

    private Found refused(Fault why) {
        fault = why;
        return Found.REFUSED;
    }

    /** Hands octets of the body to the exchange; returns whether the body has come to its end. */
    boolean body(ByteBuf in, Exchange exchange) {
        if (gate.body() == BodyKind.NONE) {
            exchange.onBodyEnd();
            return true;
        }
        return gate.body() == BodyKind.LENGTH ? length(in, exchange) : chunked(in, exchange);
    }

    private boolean length(ByteBuf in, Exchange exchange) {
        int count = (int) Math.min(remaining, in.readableBytes());
        remaining -= count;
        // The end is said first, so that octets and end leave together and the connection is free at once.
        boolean ends = remaining == 0;
        if (count > 0) {
            exchange.onBody(in.readRetainedSlice(count));
        }
        if (ends) {
            exchange.onBodyEnd();
        }
        return ends;
    }

    private boolean chunked(ByteBuf in, Exchange exchange) {
        int start = in.readerIndex();
        ChunkScanner.Run run = chunks.skip(in);
        if (run == ChunkScanner.Run.BAD) {
            exchange.fail(OwnAnswer.of(chunks.fault()));
            return false;
        }
        int count = in.readerIndex() - start;
        in.readerIndex(start);
        if (count > 0) {
            exchange.onBody(in.readRetainedSlice(count));
        }
        if (run == ChunkScanner.Run.END) {
            exchange.onBodyEnd();
            return true;
        }
        return false;
    }
}
