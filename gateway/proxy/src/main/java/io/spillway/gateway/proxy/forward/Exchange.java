package io.spillway.gateway.proxy.forward;

import java.time.Duration;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.failover.GrpcStatus;
import io.spillway.gateway.proxy.forward.ResponseHeadWriter.Persistence;
import io.spillway.gateway.proxy.http.BodyForm;
import io.spillway.gateway.proxy.http.BodyKind;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.http.ResponseGate;
import io.spillway.gateway.route.Mirror;
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
    /** The buffer of an answer's head has room for a body up to this size. */
    private static final int SMALL_BODY = 4096;

    private final Worker worker;
    private final Downstream downstream;
    private final ClientOutput output;
    private final Request request;
    private final Course course;
    private final Passage passage = new Passage();
    private final BodyStore store = new BodyStore();
    private final long started;
    /** Null for a route that only sends on. */
    private @Nullable Treated treated;
    private @Nullable Tunnel tunnel;
    private boolean requestComplete;
    private boolean responseStarted;
    private boolean keepAlive;
    private boolean done;
    private int status;
    private long bytesIn;
    private long bytesOut;

    /** Creates the exchange for a head that passed the gate. */
    public Exchange(Worker worker, Downstream downstream, Request request) {
        this.worker = worker;
        this.downstream = downstream;
        this.output = downstream.output();
        this.request = request;
        this.started = worker.now();
        this.course = new Course(this, worker, request, passage);
    }

    /** Answers a request whose head did not pass the gate. */
    public static void refuse(Worker worker, ClientOutput output, Request request, OwnAnswer answer) {
        Passage passage = new Passage();
        passage.reason = answer.reason();
        answer.write(output, worker.responseHeads(), passage, Persistence.CLOSE, false);
        output.flush();
        Account.bookRefused(worker, request.role(), output.client(), passage, answer.status());
    }

    /** Books somebody who would not understand an answer. */
    public static void turnAway(Worker worker, ClientOutput output, Request request, OwnAnswer answer) {
        Passage passage = new Passage();
        passage.reason = answer.reason();
        Account.bookRefused(worker, request.role(), output.client(), passage, answer.status());
    }

    /** Routes the request and makes the first attempt, with as much of the body as is there. */
    public void start() {
        worker.shared().budget().onRequest();
        request.from(output.client(), output.secure());
        switch (Routing.of(worker, request, output.client())) {
            case Routing.Answer(OwnAnswer answer) -> answer(answer);
            case Routing.To to -> {
                // What the first gateway has done is not done again by the second.
                Treatment treatment = request.role() == ListenerRole.CROSSING ? null : to.action().treatment();
                if (treatment == null) {
                    course.begin(to);
                } else {
                    begin(to, treatment);
                }
            }
        }
    }

    private void begin(Routing.To to, Treatment treatment) {
        Treated with = new Treated(this, worker, treatment);
        treated = with;
        passage.edits = treatment.response();
        passage.cookie = to.cookie();
        course.choose(to);
        if (with.delayNanos() > 0) {
            with.waiting(true);
            downstream.deadline().set(worker.now() + with.delayNanos());
        } else {
            goOn(with);
        }
    }

    /** The fault's delay is over, or there was none. */
    private void goOn(Treated with) {
        with.waiting(false);
        OwnAnswer abort = with.abort();
        if (abort != null) {
            answer(abort);
        } else {
            with.mirror();
            course.begin();
        }
    }

    /** Takes octets of the request's body, in the form that they are sent on; takes over the reference. */
    public void onBody(ByteBuf octets) {
        bytesIn += octets.readableBytes();
        Attempt attempt = course.attempt();
        if (done) {
            octets.release();
        } else if (attempt == null || !attempt.connected()) {
            store.add(octets);
            if (store.size() > limit()) {
                downstream.setReading(false);
            }
        } else {
            if (store.whole() && store.size() + octets.readableBytes() <= limit()) {
                store.add(octets.retainedDuplicate());
            } else {
                store.drop();
            }
            attempt.write(octets);
            if (!attempt.writable()) {
                attempt.flush();
                downstream.setReading(attempt.writable());
            }
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
        if (treated != null && treated.waiting()) {
            goOn(treated);
        } else {
            course.onDeadline();
        }
    }

    /** The client sends no more through the tunnel. */
    public void onClientEnd() {
        Attempt attempt = course.attempt();
        if (tunnel != null && !done && attempt != null) {
            if (tunnel.clientEnds()) {
                finish();
            } else {
                attempt.endTunnel();
            }
        }
    }

    /** Asks the client of a WebSocket connection to come back elsewhere (close status 1012), between two frames. */
    public void leave() {
        if (tunnel != null && !done) {
            tunnel.leave();
            farewell(tunnel);
            output.flush();
        }
    }

    private void farewell(Tunnel open) {
        ByteBuf frame = open.farewell(output.allocator());
        if (frame != null) {
            output.writeBody(frame);
        }
    }

    /** The client is gone: nobody wants an answer. */
    public void cancel() {
        if (!done) {
            passage.reason = tunnel == null ? "client_gone" : passage.reason;
            end();
        }
    }

    /** The request cannot be completed (its body is malformed, or broken off): answers if that is still possible. */
    public void fail(OwnAnswer answer) {
        if (!done) {
            answer(answer);
        }
    }

    /** Gives an answer of the gateway's own, or cuts the connection when another answer has begun. */
    void answer(OwnAnswer answer) {
        passage.reason = answer.reason();
        if (responseStarted) {
            cut();
            return;
        }
        status = answer.status();
        keepAlive = clientStays();
        if (request.grpc() && answer.location() == null) {
            answer.writeGrpc(output, worker.responseHeads(), passage);
        } else {
            answer.write(output, worker.responseHeads(), passage, persistence(), request.isHead());
        }
        finish();
    }

    /** Ends an answer to a call of gRPC whose client has no more time for it. */
    void late(OwnAnswer answer) {
        passage.reason = answer.reason();
        output.writeTrailers(answer.grpcTrailers(output.allocator()));
        finish();
    }

    /** Cuts an answer that has begun and cannot be completed. */
    void cut() {
        end();
        downstream.abort();
    }

    private boolean clientStays() {
        return requestComplete && request.gate().keepAlive() && !downstream.leaving()
                && worker.overload().keepAlive();
    }

    private Persistence persistence() {
        return !keepAlive
                ? Persistence.CLOSE
                : request.gate().http10() ? Persistence.KEEP_ALIVE : Persistence.SILENT;
    }

    private int limit() {
        return worker.shared().settings().replayBytes();
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
        return responseStarted;
    }

    Downstream downstream() {
        return downstream;
    }

    /** Tells whether the client understands no chunking. */
    private boolean withoutChunking() {
        return request.answerForm() != BodyForm.CHUNKED;
    }

    ByteBuf requestHead(Endpoint endpoint, XdsCluster cluster, int room) {
        return requestHead(endpoint, cluster, course.rewrittenHost(), room);
    }

    /** Returns the head of a copy for that endpoint. */
    ByteBuf requestHead(Endpoint endpoint, XdsCluster cluster, Mirror mirror) {
        String host = course.rewrittenHost();
        return requestHead(endpoint, cluster, mirror.host(host == null ? request.authority() : host), 0);
    }

    private ByteBuf requestHead(Endpoint endpoint, XdsCluster cluster, @Nullable String host, int room) {
        String crossing = endpoint.role() == Endpoint.Role.GATEWAY ? cluster.crossingName() : "";
        RequestEdits edits = new RequestEdits(output.client(), crossing, course.rewrittenPath(), host,
                treated == null ? null : treated.treatment().request(),
                crossing.isEmpty() ? null : course.namedClass());
        RequestHeadWriter heads = worker.requestHeads();
        ByteBuf out = output.allocator().directBuffer(heads.estimate(request, edits) + room);
        heads.write(out, request, edits);
        return out;
    }

    /** The request so far has been written to an endpoint. */
    void onSent(Attempt attempt, boolean writable) {
        if (store.size() > limit()) {
            store.drop();
        }
        downstream.setReading(writable);
        course.arm();
    }

    void onFailed(Attempt attempt, AttemptOutcome outcome) {
        if (done) {
            return;
        }
        if (tunnel != null) {
            // The way that long connections end says little about an endpoint that has answered.
            passage.reason = "reset";
            cut();
        } else {
            course.onFailed(attempt, outcome);
        }
    }

    void onInformational(Attempt attempt, ResponseGate response) {
        if (course.alone() && !request.gate().http10()) {
            ByteBuf out = output.allocator()
                    .directBuffer(worker.responseHeads().estimate(response.head(), passage));
            worker.responseHeads().write(out, response, passage, Persistence.SILENT, false);
            output.writeHead(out, false);
            output.flush();
        }
    }

    void onHead(Attempt attempt, ResponseGate response) {
        int code = response.status();
        boolean refused = attempt.endpoint().role() == Endpoint.Role.GATEWAY
                && response.head().count(Field.X_SPILLWAY_REFUSED) > 0;
        String reason = refused ? response.head().value(response.head().first(Field.X_SPILLWAY_REFUSED)) : null;
        boolean call = code == 200 && request.grpc();
        int grpcStatus = call ? Grpc.status(response.head()) : GrpcStatus.NONE;
        attempt.expectStatus(call && grpcStatus == GrpcStatus.NONE);
        AttemptOutcome.Answered outcome = reason == null && grpcStatus == GrpcStatus.NONE
                ? AttemptOutcome.Answered.of(code)
                : new AttemptOutcome.Answered(code, reason, grpcStatus);
        if (course.accepts(attempt, outcome)) {
            pass(response);
        }
    }

    /** Passes the head on: from here on there is no other attempt. */
    private void pass(ResponseGate response) {
        responseStarted = true;
        status = response.status();
        store.drop();
        boolean bounded = response.body() == BodyKind.LENGTH || response.body() == BodyKind.NONE;
        keepAlive = clientStays() && (bounded || (response.body() == BodyKind.CHUNKED && !withoutChunking()));
        ResponseHeadWriter heads = worker.responseHeads();
        int room = Math.clamp(response.contentLength(), 0, SMALL_BODY);
        ByteBuf out = output.allocator().directBuffer(heads.estimate(response.head(), passage) + room);
        heads.write(out, response, passage, persistence(), withoutChunking());
        output.writeHead(out, response.body() == BodyKind.NONE);
        if (response.upgraded()) {
            becomeTunnel();
        }
        course.arm();
    }

    private void becomeTunnel() {
        tunnel = new Tunnel();
        worker.meters().tunnels(1);
        output.flush();
        downstream.tunnel();
    }

    /** The endpoint sends no more through the tunnel. */
    void onEndpointEnd() {
        if (tunnel != null && !done) {
            if (tunnel.endpointEnds()) {
                finish();
            } else {
                output.endTunnel();
            }
        }
    }

    /** Returns how long nothing may move before the exchange is given up. */
    Duration idleTimeout() {
        ForwardSettings settings = worker.shared().settings();
        return tunnel == null ? settings.idleTimeout() : settings.tunnelIdleTimeout();
    }

    void onResponseBody(Attempt attempt, ByteBuf octets) {
        if (tunnel != null && !tunnel.passes(octets)) {
            octets.release();
            return;
        }
        bytesOut += octets.readableBytes();
        output.writeBody(octets);
        if (tunnel != null) {
            farewell(tunnel);
        }
        if (!output.isWritable()) {
            // What the client takes at once must not cost a stop and a new start of reading: two system calls.
            output.flush();
            attempt.setReading(output.isWritable());
        }
        course.arm();
    }

    void onResponseTrailers(Attempt attempt, ByteBuf section) {
        if (attempt.expectsStatus()) {
            course.onStatus(attempt, Grpc.status(section));
        }
        output.writeTrailers(section);
    }

    void onComplete() {
        if (!done) {
            output.end();
            finish();
        }
    }

    void onReadComplete() {
        output.flush();
        if (!output.isWritable()) {
            course.holdResponse();
        }
    }

    void onUpstreamWritable(boolean writable) {
        downstream.setReading(writable);
    }

    private void finish() {
        end();
        output.flush();
        downstream.exchangeDone(keepAlive);
    }

    private void end() {
        done = true;
        if (tunnel != null) {
            worker.meters().tunnels(-1);
        }
        course.end();
        store.clear();
        downstream.deadline().clear();
        downstream.setReading(true);
        Account.book(worker, request, output.client(), passage,
                new Account.Figures(status, bytesIn, bytesOut, worker.now() - started));
    }
}
