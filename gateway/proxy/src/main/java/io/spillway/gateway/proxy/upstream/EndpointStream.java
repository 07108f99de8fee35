package io.spillway.gateway.proxy.upstream;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.ReferenceCountUtil;
import io.spillway.gateway.proxy.http.BodyForm;
import io.spillway.gateway.proxy.http.ChunkWriter;
import io.spillway.gateway.proxy.http.HeadLimits;
import io.spillway.gateway.proxy.http.HeadScanner;
import io.spillway.gateway.proxy.http.ResponseGate;
import io.spillway.gateway.proxy.http.Turn;
import io.spillway.gateway.proxy.http2.HeadCollector;
import org.jspecify.annotations.Nullable;

/** One request and its answer on a connection that it shares with others. Belongs to that connection's event loop. */
class EndpointStream implements UpstreamStream {
    private final EndpointMultiplexer multiplexer;
    private final EndpointRequest request;
    private final AnswerBody answer = new AnswerBody();
    private @Nullable ResponseListener listener;
    private @Nullable Http2Stream stream;
    private UpstreamFailure failure = UpstreamFailure.CLOSED;
    private boolean reused;
    private boolean reading = true;
    private boolean touched;
    private int unconsumed;

    EndpointStream(EndpointMultiplexer multiplexer, HeadLimits limits) {
        this.multiplexer = multiplexer;
        this.request = new EndpointRequest(multiplexer, limits);
    }

    @Override
    public void begin(ResponseListener user, boolean toHead, BodyForm sent, BodyForm wanted) {
        listener = user;
        answer.begin(toHead, wanted);
        request.begin(sent);
        reused = multiplexer.hasAnswered();
        multiplexer.took();
    }

    @Override
    public boolean writeFirst(ByteBuf head, List<ByteBuf> body) {
        stream = request.writeFirst(this, head, body);
        return stream != null;
    }

    @Override
    public void write(ByteBuf octets) {
        request.write(octets);
    }

    @Override
    public void trailers(ByteBuf section) {
        request.trailers(section);
    }

    @Override
    public void requestComplete() {
        request.complete();
    }

    @Override
    public void flush() {
        request.flush();
    }

    @Override
    public boolean isWritable() {
        return request.isWritable();
    }

    void writabilityChanged() {
        ResponseListener user = listener;
        if (user != null && request.begun() && stream != null) {
            user.onWritabilityChanged(isWritable());
        }
    }

    @Override
    public void setReading(boolean wanted) {
        reading = wanted;
        Http2Stream open = stream;
        if (wanted && unconsumed > 0 && open != null) {
            int octets = unconsumed;
            unconsumed = 0;
            multiplexer.consumed(open, octets);
        }
    }

    /** Tells whether octets that just came are to be held against the endpoint's window, and remembers them. */
    boolean holds(int size) {
        if (reading || listener == null) {
            return false;
        }
        unconsumed += size;
        return true;
    }

    @Override
    public boolean reused() {
        return reused;
    }

    @Override
    public boolean answering() {
        return answer.headSeen();
    }

    @Override
    public void abort() {
        detach(false);
        Http2Stream open = stream;
        if (open != null) {
            multiplexer.reset(open.id(), Http2Error.CANCEL);
        }
    }

    @Override
    public void discardAnswer() {
        abort();
    }

    @Override
    public void giveBack() {
        // the connection is its pool's, and a stream that was not begun is nothing
    }

    /** Returns the head of an answer as HTTP/1 has it, null when it is malformed. */
    @Nullable
    ByteBuf take(HeadCollector heads, boolean ends) {
        CharSequence status = heads.status();
        boolean bodyless = status.charAt(0) == '1' || "204".contentEquals(status) || "304".contentEquals(status);
        return heads.takeResponse(answer.form() != BodyForm.FRAMED && !answer.answersHead() && !bodyless, ends);
    }

    /** Returns what was asked for instead of an answer, null when nothing was. */
    @Nullable
    Turn asked() {
        return null;
    }

    /** Says how the stream will have failed when it is closed before its end. */
    void failing(UpstreamFailure how) {
        failure = how;
    }

    /** Takes the head of the answer; returns why it cannot be passed on, or null. */
    @Nullable
    String onHead(ByteBuf octets, boolean ends) {
        String fault = takeHead(octets, ends);
        multiplexer.head().clear();
        return fault;
    }

    private @Nullable String takeHead(ByteBuf octets, boolean ends) {
        HeadScanner.Scan scan = multiplexer.scanner().scan(octets, multiplexer.head());
        octets.release();
        ResponseGate gate = multiplexer.gate();
        if (scan != HeadScanner.Scan.DONE || gate.check(answer.answersHead() || ends, asked()) != null) {
            return "a head that could be read in two ways";
        }
        ResponseListener user = listener;
        if (gate.informational()) {
            if (user != null && !ends) {
                user.onInformational(gate);
            }
            return ends ? "an informational head cannot be the last" : null;
        }
        if (!answer.describe(gate) && ends) {
            return "content-length without a body";
        }
        if (user != null) {
            user.onHead(gate);
        }
        touch();
        if (ends) {
            end();
        }
        return null;
    }

    /** Takes octets of the answer's body; returns why it cannot be passed on, or null. */
    @Nullable
    String onData(ByteBuf octets, boolean ends) {
        int size = octets.readableBytes();
        if (!answer.take(size, ends)) {
            return "a body that is not as its head says";
        }
        ResponseListener user = listener;
        if (user != null && size > 0) {
            if (answer.chunking()) {
                ChunkWriter.chunk(allocator(), octets.retainedSlice(), user::onBody);
            } else {
                user.onBody(octets.retainedSlice());
            }
            touch();
        }
        if (ends) {
            end();
        }
        return null;
    }

    /** The endpoint has ended its half. */
    void end() {
        complete(null);
    }

    /** Takes the trailers of the answer, whose end they are. */
    @Nullable
    String onTrailers(ByteBuf section) {
        if (!answer.whole()) {
            section.release();
            return "a body that is not as its head says";
        }
        complete(section);
        return null;
    }

    private void complete(@Nullable ByteBuf section) {
        ResponseListener user = listener;
        if (user == null) {
            release(section);
        } else if (answer.chunking()) {
            user.onBody(ChunkWriter.end(allocator(), section));
        } else if (section != null && answer.form() == BodyForm.FRAMED && section.isReadable()) {
            user.onTrailers(section);
        } else {
            release(section);
        }
        // What the listener was told may have ended the exchange.
        ResponseListener still = detach(true);
        Http2Stream open = stream;
        if (!request.ended() && open != null) {
            multiplexer.reset(open.id(), Http2Error.NO_ERROR);
        }
        if (still != null) {
            still.onComplete();
        }
    }

    private static void release(@Nullable ByteBuf octets) {
        ReferenceCountUtil.release(octets);
    }

    private void touch() {
        if (!touched) {
            touched = true;
            multiplexer.touch(this);
        }
    }

    void readComplete() {
        touched = false;
        ResponseListener user = listener;
        if (user != null) {
            user.onReadComplete();
        }
    }

    /** The stream is closed: by both ends, by a reset, by GOAWAY, or with its connection. */
    void closed(boolean aboveGoAway) {
        stream = null;
        request.closed();
        ResponseListener user = detach(false);
        if (user != null) {
            user.onBroken(aboveGoAway ? UpstreamFailure.RETIRED : failure);
        }
    }

    final EndpointRequest request() {
        return request;
    }

    @Nullable
    final ResponseListener listener() {
        return listener;
    }

    @Nullable
    final ResponseListener detach(boolean answered) {
        ResponseListener user = listener;
        if (user != null) {
            listener = null;
            request.drop();
            multiplexer.released(answered);
        }
        return user;
    }

    private ByteBufAllocator allocator() {
        return multiplexer.ctx().alloc();
    }
}
