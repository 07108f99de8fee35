package io.spillway.gateway.proxy.upstream;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.http.BodyForm;
import io.spillway.gateway.proxy.http.BodyKind;
import io.spillway.gateway.proxy.http.ChunkScanner;
import io.spillway.gateway.proxy.http.Cumulation;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.http.HeadLimits;
import io.spillway.gateway.proxy.http.HeadScanner;
import io.spillway.gateway.proxy.http.MessageHead;
import io.spillway.gateway.proxy.http.ResponseGate;
import io.spillway.gateway.proxy.http.TrailerSection;
import io.spillway.gateway.proxy.http.Turn;
import org.jspecify.annotations.Nullable;

/** Cuts what an endpoint sends into heads and body octets. Belongs to one connection and its event loop. */
final class ResponseReader {
    /** More heads than that before the final one are a storm that would keep the request open without an end. */
    private static final int MOST_INFORMATIONAL = 32;

    private final UpstreamConnection connection;
    private final HeadScanner scanner;
    private final MessageHead head = new MessageHead();
    private final ResponseGate gate = new ResponseGate(head);
    private final ChunkScanner chunks;
    private final Cumulation cumulation = new Cumulation();
    private boolean answersHead;
    private @Nullable Turn turn;
    private BodyForm form = BodyForm.CHUNKED;
    private final TrailerSection trailers = new TrailerSection();
    private boolean headSeen;
    private boolean ended;
    private boolean started;
    private long remaining;
    private int informational;

    ResponseReader(UpstreamConnection connection, HeadLimits limits) {
        this.connection = connection;
        this.scanner = HeadScanner.forResponses(limits);
        this.chunks = new ChunkScanner(limits);
    }

    void begin(boolean toHead, BodyForm answer) {
        answersHead = toHead;
        turn = null;
        form = answer;
        headSeen = false;
        ended = false;
        started = false;
        informational = 0;
        head.clear();
        scanner.reset();
    }

    void expect(Turn asked) {
        turn = asked;
    }

    boolean started() {
        return started;
    }

    /** Tells whether the close of the connection is the proper end of the answer. */
    boolean endsByClose() {
        return headSeen && !ended && gate.body() == BodyKind.UNTIL_CLOSE;
    }

    void dispose() {
        cumulation.clear();
        head.clear();
        trailers.clear();
    }

    /** Takes the octets, tells the listener, and says when the answer is complete or not acceptable. */
    void read(ByteBuf octets) {
        started = true;
        ByteBuf in = cumulation.add(octets);
        while (connection.listener() != null && !ended) {
            boolean progress = headSeen ? body(in) : head(in);
            if (!progress) {
                break;
            }
        }
        cumulation.settle();
        if (connection.listener() == null || ended) {
            cumulation.clear();
        }
    }

    private boolean head(ByteBuf in) {
        return switch (scanner.scan(in, head)) {
            case MORE -> false;
            case REFUSED -> {
                connection.refused();
                yield false;
            }
            case DONE -> headDone(in);
        };
    }

    private boolean headDone(ByteBuf in) {
        ResponseListener listener = connection.listener();
        if (listener == null || gate.check(answersHead, turn) != null) {
            connection.refused();
            return false;
        }
        if (gate.informational()) {
            if (++informational > MOST_INFORMATIONAL) {
                connection.refused();
                return false;
            }
            listener.onInformational(gate);
            head.clear();
            scanner.reset();
            return in.isReadable();
        }
        headSeen = true;
        remaining = gate.contentLength();
        chunks.reset();
        learnKeepAlive();
        if (gate.upgraded()) {
            connection.upgraded();
        }
        listener.onHead(gate);
        if (gate.body() == BodyKind.NONE) {
            end(in);
        }
        return in.isReadable();
    }

    private boolean body(ByteBuf in) {
        return switch (gate.body()) {
            case NONE -> false;
            case LENGTH -> length(in);
            case CHUNKED -> form == BodyForm.CHUNKED ? chunked(in) : chunkedData(in);
            case UNTIL_CLOSE -> {
                pass(in, in.readableBytes());
                yield false;
            }
        };
    }

    private boolean length(ByteBuf in) {
        int count = (int) Math.min(remaining, in.readableBytes());
        remaining -= count;
        pass(in, count);
        if (remaining == 0) {
            end(in);
        }
        return false;
    }

    private boolean chunked(ByteBuf in) {
        int start = in.readerIndex();
        ChunkScanner.Run run = chunks.skip(in);
        if (run == ChunkScanner.Run.BAD) {
            connection.refused();
            return false;
        }
        int count = in.readerIndex() - start;
        in.readerIndex(start);
        pass(in, count);
        if (run == ChunkScanner.Run.END) {
            end(in);
        }
        return false;
    }

    private boolean chunkedData(ByteBuf in) {
        int start = in.readerIndex();
        return switch (chunks.next(in)) {
            case DATA -> {
                int count = in.readerIndex() - start;
                in.readerIndex(start);
                pass(in, count);
                yield true;
            }
            case FRAMING -> true;
            case TRAILER -> {
                if (form == BodyForm.FRAMED) {
                    trailers.add(in.alloc(), in, start, in.readerIndex());
                }
                yield true;
            }
            case MORE -> false;
            case END -> {
                passTrailers();
                end(in);
                yield false;
            }
            case BAD -> {
                connection.refused();
                yield false;
            }
        };
    }

    private void passTrailers() {
        ByteBuf section = trailers.take();
        ResponseListener listener = connection.listener();
        if (section != null && listener != null) {
            listener.onTrailers(section);
        } else if (section != null) {
            section.release();
        }
    }

    private void pass(ByteBuf in, int count) {
        ResponseListener listener = connection.listener();
        if (count > 0 && listener != null) {
            listener.onBody(in.readRetainedSlice(count));
        }
    }

    private void end(ByteBuf in) {
        if (connection.listener() != null) {
            ended = true;
            connection.answered(gate, in.isReadable());
        }
    }

    /** A server that says how long it waits is believed, less a second for the way. */
    private void learnKeepAlive() {
        if (head.count(Field.KEEP_ALIVE) == 0) {
            return;
        }
        String value = head.value(head.first(Field.KEEP_ALIVE));
        int at = value.indexOf("timeout=");
        int seconds = 0;
        for (int i = at + 8; at >= 0 && i < value.length() && seconds < 100_000; i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            seconds = seconds * 10 + digit;
        }
        if (seconds > 0) {
            connection.learnIdleLimit(TimeUnit.MILLISECONDS.toNanos(Math.max(500, seconds * 1000L - 1000)));
        }
    }
}
