package io.spillway.gateway.proxy.forward;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.trace.AttemptSpan;
import io.spillway.gateway.proxy.trace.RequestSpan;
import io.spillway.gateway.proxy.trace.Tracer;
import io.spillway.gateway.route.Subset;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. The downstream connection feeds it the request's body and gets the answer; which endpoint
 * is tried next, and whether one is, is {@link Course}'s business. Owned by the downstream connection, on its event loop.
 */
public final class Exchange {
    private final Worker worker;
    private final Downstream downstream;
    private final ClientOutput output;
    private final Request request;
    private final Course course;
    private final Passage passage = new Passage();
    private final BodyStore store = new BodyStore();
    private final ClientAnswer answer;
    private final long started;
    private final Arrival arrival;
    /** Null for a request that is not traced. */
    private @Nullable RequestSpan span;
    private boolean requestComplete;
    private boolean done;

    /** Creates the exchange for a head that passed the gate. */
    public Exchange(Worker worker, Downstream downstream, Request request) {
        this.worker = worker;
        this.downstream = downstream;
        this.output = downstream.output();
        this.request = request;
        this.started = worker.now();
        this.answer = new ClientAnswer(worker, downstream, request, passage);
        this.course = new Course(this, worker, request, passage);
        this.arrival = new Arrival(this);
    }

    /** Routes the request and makes the first attempt, with as much of the body as is there. */
    public void start() {
        worker.shared().budget().onRequest();
        request.from(output.client(), output.secure(), output.peer());
        Tracer tracer = worker.tracer();
        if (tracer != null) {
            span = tracer.begin(request.joined(Field.TRACEPARENT), started);
        }
        arrival.begin();
    }

    /** Takes octets of the request's body, in the form that they are sent on; takes over the reference. */
    public void onBody(ByteBuf octets) {
        if (done) {
            octets.release();
        } else {
            store.pass(octets, course.attempt(), downstream, worker.shared().settings().replayBytes());
        }
        course.arm();
    }

    /** The trailers of a framed body: field lines that each end with CR LF. Takes over the reference. */
    public void onTrailers(ByteBuf section) {
        if (done) {
            section.release();
        } else {
            store.trailers(section);
        }
    }

    /** The request's body has come to its end. */
    public void onBodyEnd() {
        requestComplete = true;
        if (!done) {
            arrival.onBodyEnd();
        }
        course.onRequestComplete();
    }

    /** Sends what {@link #onBody} took. */
    public void flushRequest() {
        Attempt attempt = course.attempt();
        if (attempt != null) {
            attempt.flush();
        }
    }

    /** The client takes more of the answer. */
    public void onDownstreamWritable() {
        Attempt attempt = course.attempt();
        if (attempt != null) {
            attempt.setReading(true);
        }
    }

    /** The deadline that the exchange set has come. */
    public void onDeadline() {
        if (done) {
            return;
        }
        if (!arrival.onDeadline()) {
            course.onDeadline();
        }
    }

    /** The client sends no more: of the tunnel that is there, or of a request that is not complete. */
    public void onClientEnd() {
        Attempt attempt = course.attempt();
        if (!requestComplete) {
            fail(new OwnAnswer(400, "bad_request", "the request ended before its body was complete"));
        } else if (answer.tunnelled() && !done && attempt != null) {
            attempt.endTunnel();
        }
    }

    /** All that the client said has left for the endpoint, and that it says no more. */
    void onTunnelSent() {
        if (answer.tunnelled() && !done && answer.clientEnds()) {
            finish();
        }
    }

    /** Asks the client of a WebSocket connection to come back elsewhere (close status 1012), between two frames. */
    public void leave() {
        if (!done) {
            answer.leave();
        }
    }

    /** The client is gone: nobody wants an answer. */
    public void cancel() {
        if (!done) {
            passage.reason = answer.tunnelled() ? passage.reason : Account.CLIENT_GONE;
            end();
        }
    }

    /** The request cannot be completed (its body is malformed, or broken off): answers if that is still possible. */
    public void fail(OwnAnswer own) {
        if (!done) {
            answer(own);
        }
    }

    /** Gives an answer of the gateway's own, or cuts the connection when another answer has begun. */
    void answer(OwnAnswer own) {
        if (answer.started()) {
            cut(own.reason());
        } else {
            passage.reason = own.reason();
            answer.own(own, requestComplete);
            finish();
        }
    }

    /** Ends an answer to a call of gRPC whose client has no more time for it. */
    void late(OwnAnswer own) {
        answer.late(own);
        finish();
    }

    /** Cuts an answer that has begun and cannot be completed. */
    void cut(String reason) {
        passage.reason = reason;
        passage.broken = true;
        end();
        downstream.abort();
    }

    Worker worker() {
        return worker;
    }

    Request request() {
        return request;
    }

    Passage passage() {
        return passage;
    }

    Bounds bounds() {
        return course.bounds();
    }

    BodyStore store() {
        return store;
    }

    boolean requestComplete() {
        return requestComplete;
    }

    boolean responseStarted() {
        return answer.started();
    }

    Downstream downstream() {
        return downstream;
    }

    /** Returns what the client gets. */
    ClientAnswer clientAnswer() {
        return answer;
    }

    Course course() {
        return course;
    }

    /** Returns the labels that a gateway of another IDC is asked for, or null. */
    @Nullable
    Subset subset() {
        return passage.subset;
    }

    Arrival arrival() {
        return arrival;
    }

    /** Returns a new span for an attempt, or null when the request is not traced. */
    @Nullable
    AttemptSpan span(Choice choice) {
        return span == null ? null : span.attempt(choice.endpoint(), choice.priority(), worker.now());
    }

    /** The request so far has been written to an endpoint. */
    void onSent(Attempt attempt, boolean writable) {
        store.sent(worker.shared().settings().replayBytes());
        downstream.setReading(writable);
        course.arm();
    }

    /** The endpoint's time begins to run. */
    void onConnecting() {
        course.arm();
    }

    /** The attempt may not even try to get a connection. */
    void onRefused(Attempt attempt, OwnAnswer refusal) {
        if (!done) {
            course.onRefused(attempt, refusal);
        }
    }

    void onFailed(Attempt attempt, AttemptOutcome outcome) {
        if (done) {
            return;
        }
        if (answer.tunnelled()) {
            // The way that long connections end says little about an endpoint that has answered.
            cut("reset");
        } else {
            course.onFailed(attempt, outcome);
        }
    }

    /** The endpoint sends no more through the tunnel. */
    void onEndpointEnd() {
        if (answer.tunnelled() && !done && answer.endpointEnds()) {
            output.end();
            finish();
        }
    }

    void onComplete() {
        if (!done) {
            output.end();
            finish();
        }
    }

    private void finish() {
        end();
        output.flush();
        downstream.exchangeDone(answer.keepAlive());
    }

    private void end() {
        done = true;
        answer.end();
        course.end();
        arrival.end();
        if (span != null) {
            Account.trace(worker, span, request, passage, answer.status());
        }
        store.clear();
        downstream.deadline().clear();
        downstream.setReading(true);
        Account.Figures figures = new Account.Figures(answer.status(), store.received(), answer.octets(),
                worker.now() - started, answer.tunnelled());
        Account.book(worker, request, output.client(), passage, figures);
        Account.count(worker, request, passage, figures);
    }
}
