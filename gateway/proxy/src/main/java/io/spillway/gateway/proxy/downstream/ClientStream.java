package io.spillway.gateway.proxy.downstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.spillway.gateway.proxy.forward.ClientOutput;
import io.spillway.gateway.proxy.forward.Downstream;
import io.spillway.gateway.proxy.forward.Exchange;
import io.spillway.gateway.proxy.forward.OwnAnswer;
import io.spillway.gateway.proxy.forward.Refusals;
import io.spillway.gateway.proxy.forward.Request;
import io.spillway.gateway.proxy.forward.Worker;
import io.spillway.gateway.proxy.http.BodyKind;
import io.spillway.gateway.proxy.http.Fault;
import io.spillway.gateway.proxy.http.HeadScanner;
import io.spillway.gateway.proxy.http.MessageHead;
import io.spillway.gateway.proxy.http.RequestGate;
import io.spillway.gateway.proxy.time.Deadline;
import io.spillway.gateway.snapshot.ListenerRole;
import org.jspecify.annotations.Nullable;

/**
 * One request of an HTTP/2 client and the way of its answer. Used for one stream after the other by its connection, on
 * that connection's event loop. It is free for the next one when both the stream is closed and the exchange is over.
 */
final class ClientStream implements Downstream {
    private final ClientMultiplexer multiplexer;
    private final Worker worker;
    private final DownstreamSettings settings;
    private final HeadScanner scanner;
    private final MessageHead head = new MessageHead();
    private final RequestGate gate = new RequestGate(head);
    private final Request request;
    private final Deadline deadline;
    private final StreamAnswer answer;
    private final StreamTunnel tunnel = new StreamTunnel();
    private @Nullable Http2Stream stream;
    private @Nullable Exchange exchange;
    private boolean startPending;
    private boolean touched;
    private boolean inputEnded;
    private boolean reading;
    private boolean taken;
    private int unconsumed;
    private long missing;

    ClientStream(ClientMultiplexer multiplexer, Worker worker, ListenerRole role, DownstreamSettings settings) {
        this.multiplexer = multiplexer;
        this.worker = worker;
        this.settings = settings;
        this.scanner = HeadScanner.forRequests(settings.limits());
        this.request = new Request(gate, role, true);
        this.deadline = new Deadline(worker.wheel(), this::onDeadline);
        this.answer = new StreamAnswer(multiplexer, this);
    }

    void open(Http2Stream opened) {
        stream = opened;
        answer.open(opened);
        reading = true;
        taken = true;
        unconsumed = 0;
        tunnel.begin(false);
        scanner.reset();
    }

    /** Takes the request's head; returns why the stream must be reset, or null. */
    @Nullable
    String head(ByteBuf octets, boolean hostDiffers, boolean ends) {
        HeadScanner.Scan scan = scanner.scan(octets, head);
        octets.release();
        Fault fault = scan == HeadScanner.Scan.DONE ? gate.check() : scanner.fault();
        fault = fault == null && hostDiffers ? Fault.TARGET_HOST : fault;
        inputEnded = ends;
        if (fault != null) {
            Refusals.refuse(worker, answer, request, OwnAnswer.of(fault));
            finish();
            return null;
        }
        missing = gate.body() == BodyKind.LENGTH ? gate.contentLength() : 0;
        if (ends && missing > 0) {
            return "content-length without a body";
        }
        request.next();
        tunnel.begin(gate.turn() != null);
        exchange = new Exchange(worker, this, request);
        startPending = true;
        touch();
        if (ends || tunnel.asked()) {
            exchange.onBodyEnd();
        }
        return null;
    }

    /** Takes octets of the request's body; returns false when they are not as many as were said in advance. */
    boolean data(ByteBuf octets, boolean ends) {
        int size = octets.readableBytes();
        if (tunnel.asked()) {
            inputEnded = ends;
            if (exchange != null) {
                tunnel.relay(exchange, octets, ends);
                touch();
            }
            return true;
        }
        missing -= gate.body() == BodyKind.CHUNKED ? 0 : size;
        if (missing < 0 || (ends && missing != 0)) {
            return false;
        }
        inputEnded = ends;
        if (exchange != null && size > 0) {
            exchange.onBody(octets.retainedSlice());
        }
        return ended(ends);
    }

    @Override
    public void tunnel() {
        if (exchange != null) {
            tunnel.open(exchange, inputEnded);
            setReading(reading);
        }
    }

    /** Asks a client of WebSocket to come back elsewhere. */
    void leave() {
        if (tunnel.isOpen() && exchange != null) {
            exchange.leave();
        }
    }

    private boolean ended(boolean ends) {
        Exchange running = exchange;
        if (running != null) {
            if (ends) {
                running.onBodyEnd();
            }
            touch();
        }
        return true;
    }

    /** Tells whether octets that just came are to be held against the client's window, and remembers them. */
    boolean holds(int size) {
        if ((reading && !tunnel.holds()) || exchange == null) {
            return false;
        }
        unconsumed += size;
        return true;
    }

    /** Takes the trailers of the request, whose end they are; false when the body was not as long as it was said. */
    boolean trailers(ByteBuf section) {
        if (tunnel.asked()) {
            // RFC 9113 section 8.5: nothing but DATA.
            section.release();
            return false;
        }
        inputEnded = true;
        Exchange running = exchange;
        if (running == null || !section.isReadable()) {
            section.release();
        } else {
            running.onTrailers(section);
        }
        return (gate.body() == BodyKind.CHUNKED || missing == 0) && ended(true);
    }

    private void touch() {
        if (!touched) {
            touched = true;
            multiplexer.touch(this);
        }
    }

    /** The socket has been read empty: head and body leave together. */
    void readComplete() {
        touched = false;
        Exchange running = exchange;
        if (running == null) {
            return;
        }
        if (startPending) {
            startPending = false;
            running.start();
        } else {
            running.flushRequest();
        }
    }

    void writabilityChanged() {
        Exchange running = exchange;
        if (running != null && !startPending && answer.isWritable()) {
            running.onDownstreamWritable();
        }
    }

    /** The stream is closed: by both ends, by a reset, or with its connection. */
    void closed() {
        stream = null;
        answer.closed();
        if (tunnel.over(inputEnded)) {
            // What the client sent may still be on its way to the endpoint.
            return;
        }
        Exchange running = exchange;
        exchange = null;
        startPending = false;
        tunnel.drop();
        if (running != null) {
            running.cancel();
        }
        recycle();
    }

    private void recycle() {
        if (taken && stream == null && exchange == null) {
            taken = false;
            deadline.discard();
            head.clear();
            multiplexer.release(this);
        }
    }

    private void onDeadline() {
        Exchange running = exchange;
        Http2Stream open = stream;
        if (running != null) {
            running.onDeadline();
        } else if (open != null && answer.waits() && !answer.stuck()) {
            awaitClient();
        } else if (open != null) {
            // The answer is complete, and the client does not take it: a window that is opened by crumbs, or never.
            multiplexer.reset(open.id(), Http2Error.CANCEL);
        }
    }

    private void awaitClient() {
        deadline.set(worker.now() + settings.idleTimeout().toNanos());
    }

    @Override
    public ClientOutput output() {
        return answer;
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

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public void exchangeDone(boolean keepAlive) {
        multiplexer.budget().earn();
        exchange = null;
        finish();
    }

    /** The answer is complete. What is left of the request is not wanted; the reset must not overtake the answer. */
    private void finish() {
        tunnel.drop();
        Http2Stream open = stream;
        if (open == null) {
            recycle();
        } else {
            awaitClient();
        }
    }

    @Override
    public void abort() {
        exchange = null;
        Http2Stream open = stream;
        if (open == null) {
            recycle();
        } else {
            multiplexer.reset(open.id(), tunnel.isOpen() ? Http2Error.CONNECT_ERROR : Http2Error.INTERNAL_ERROR);
        }
    }

    /** The last octet has left. RFC 9113 section 8.1: a client that still sends is told that nobody listens. */
    @SuppressWarnings("ReferenceEquality") // asks whether this object serves that very stream still
    void answered(Http2Stream open) {
        if (stream == open && !tunnel.sent() && !inputEnded) {
            multiplexer.reset(open.id(), Http2Error.NO_ERROR);
        }
    }
}
