package io.spillway.gateway.proxy.forward;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.trace.AttemptSpan;
import io.spillway.gateway.proxy.trace.RequestSpan;
import io.spillway.gateway.proxy.trace.Tracer;
import io.spillway.gateway.route.Subset;
import io.spillway.gateway.route.Treatment;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.XdsCluster;
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
    /** Null for a route that only sends on. */
    private @Nullable Treated treated;
    /** Null in a gateway that subscribes everything. */
    private final @Nullable Visit visit;
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
        WaitingRoom room = worker.waitingRoom();
        this.visit = room == null ? null : new Visit(this, room);
    }

    /** Routes the request and makes the first attempt, with as much of the body as is there. */
    public void start() {
        worker.shared().budget().onRequest();
        request.from(output.client(), output.secure(), output.peer());
        Tracer tracer = worker.tracer();
        if (tracer != null) {
            span = tracer.begin(request.joined(Field.TRACEPARENT), started);
        }
        switch (Routing.of(worker, request, output.client())) {
            case Routing.Answer answer -> answer(answer);
            case Routing.To to -> go(to);
            case Routing.Await await -> {
                OwnAnswer refusal = visit == null ? null : visit.await(await);
                if (refusal != null) {
                    answer(refusal);
                }
            }
        }
    }

    private void answer(Routing.Answer routed) {
        passage.edits = routed.edits();
        answer(routed.answer());
    }

    private void go(Routing.To to) {
        passage.subset = to.subset();
        if (visit != null) {
            visit.begin(to.cluster().name());
        }
        // What the first gateway has done is not done again by the second.
        Treatment treatment = request.role() == ListenerRole.CROSSING ? null : to.action().treatment();
        if (treatment == null) {
            course.begin(to);
        } else {
            begin(to, treatment);
        }
    }

    /** The cluster that the request waited for has come. */
    void arrived(Routing routed) {
        downstream.deadline().clear();
        switch (routed) {
            case Routing.To to -> go(to);
            case Routing.Answer answer -> answer(answer);
            case Routing.Await await -> throw new IllegalStateException("waits twice for " + await.cluster());
        }
    }

    private void begin(Routing.To to, Treatment treatment) {
        Treated with = new Treated(this, worker, treatment);
        treated = with;
        passage.edits = treatment.response();
        passage.cookie = to.cookie();
        course.choose(to);
        with.begin(course);
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
        if (treated != null && !done && !treated.waiting()) {
            treated.mirror();
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
        if (visit != null && visit.waiting()) {
            answer(visit.late());
        } else if (treated != null && treated.waiting()) {
            treated.goOn(course);
        } else {
            course.onDeadline();
        }
    }

    /** The client sends no more: of the tunnel that is there, or of a request that is not complete. */
    public void onClientEnd() {
        Attempt attempt = course.attempt();
        if (!requestComplete) {
            fail(new OwnAnswer(400, "bad_request", "the request ended before its body was complete"));
        } else if (answer.tunnelled() && !done && attempt != null) {
            if (answer.clientEnds()) {
                finish();
            } else {
                attempt.endTunnel();
            }
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
            passage.reason = answer.tunnelled() ? passage.reason : "client_gone";
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
        passage.reason = own.reason();
        if (answer.started()) {
            cut();
        } else {
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
    void cut() {
        end();
        downstream.abort();
    }

    Worker worker() {
        return worker;
    }

    Request request() {
        return request;
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

    /** Returns what the route does beside sending on, or null. */
    @Nullable
    Treatment treatment() {
        return treated == null ? null : treated.treatment();
    }

    /** Returns the head for that endpoint, in a buffer with so much room behind it. */
    ByteBuf requestHead(Endpoint endpoint, XdsCluster cluster, int room) {
        return EndpointHead.write(this, endpoint, cluster, new EndpointHead.Words(course.rewrittenHost(), null), room);
    }

    /** Returns the head for that attempt's endpoint, which is told of the attempt's span if there is one. */
    ByteBuf requestHead(Attempt attempt, int room) {
        return EndpointHead.write(this, attempt.endpoint(), attempt.cluster(), new EndpointHead.Words(
                course.rewrittenHost(), attempt.span == null ? null : attempt.span.traceparent()), room);
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

    void onFailed(Attempt attempt, AttemptOutcome outcome) {
        if (done) {
            return;
        }
        if (answer.tunnelled()) {
            // The way that long connections end says little about an endpoint that has answered.
            passage.reason = "reset";
            cut();
        } else {
            course.onFailed(attempt, outcome);
        }
    }

    /** The endpoint sends no more through the tunnel. */
    void onEndpointEnd() {
        if (answer.tunnelled() && !done && answer.endpointEnds()) {
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
        if (visit != null) {
            visit.end(worker.now());
        }
        if (span != null) {
            Account.trace(worker, span, request, passage, answer.status());
        }
        store.clear();
        downstream.deadline().clear();
        downstream.setReading(true);
        Account.book(worker, request, output.client(), passage,
                new Account.Figures(answer.status(), store.received(), answer.octets(), worker.now() - started,
                        answer.tunnelled()));
    }
}
