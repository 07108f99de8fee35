package io.spillway.gateway.proxy.forward;

import java.time.Duration;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.forward.ResponseHeadWriter.Persistence;
import io.spillway.gateway.proxy.http.BodyForm;
import io.spillway.gateway.proxy.http.BodyKind;
import io.spillway.gateway.proxy.http.ResponseGate;
import io.spillway.gateway.proxy.http.Turn;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * The answer of one exchange as its client gets it: an endpoint's, one of the gateway's own, or the tunnel that the
 * connection becomes. Whose answer it is has been decided before. Owned by its exchange, on its event loop.
 */
final class ClientAnswer {
    /** The buffer of an answer's head has room for a body up to this size. */
    private static final int SMALL_BODY = 4096;

    private final Worker worker;
    private final Downstream downstream;
    private final ClientOutput output;
    private final Request request;
    private final Passage passage;
    private @Nullable Tunnel tunnel;
    private boolean started;
    private boolean keepAlive;
    private int status;
    private long octets;

    ClientAnswer(Worker worker, Downstream downstream, Request request, Passage passage) {
        this.worker = worker;
        this.downstream = downstream;
        this.output = downstream.output();
        this.request = request;
        this.passage = passage;
    }

    /** Tells whether an endpoint's head has been passed on: from then on there is no other answer. */
    boolean started() {
        return started;
    }

    /** Tells whether the connection may be used for another request when the answer is complete. */
    boolean keepAlive() {
        return keepAlive;
    }

    /** Returns the status, 0 as long as there is none. */
    int status() {
        return status;
    }

    /** Returns how many octets of an endpoint's body have been passed on. */
    long octets() {
        return octets;
    }

    /** Tells whether the connection has become a tunnel. */
    boolean tunnelled() {
        return tunnel != null;
    }

    /** Returns how long nothing may move before the exchange is given up. */
    Duration idleTimeout() {
        ForwardSettings settings = worker.shared().settings();
        return tunnel == null ? settings.idleTimeout() : settings.tunnelIdleTimeout();
    }

    /** Gives an answer of the gateway's own, when no other has begun. */
    void own(OwnAnswer answer, boolean requestComplete) {
        status = answer.status();
        keepAlive = clientStays(requestComplete);
        if (request.grpc() && answer.location() == null) {
            answer.writeGrpc(output, worker.responseHeads(), passage);
        } else {
            answer.write(output, worker.responseHeads(), passage, persistence(), request.isHead());
        }
    }

    /** Ends an answer to a call of gRPC, which has begun, by the status of one of the gateway's own. */
    void late(OwnAnswer answer) {
        passage.reason = answer.reason();
        output.writeTrailers(answer.grpcTrailers(output.allocator()));
    }

    /** Passes an interim head on to a client that knows such. */
    void informational(ResponseGate response) {
        if (!request.gate().http10()) {
            ByteBuf out = output.allocator()
                    .directBuffer(worker.responseHeads().estimate(response.head(), passage));
            worker.responseHeads().write(out, response, passage, Persistence.SILENT, false);
            output.writeHead(out, false);
            output.flush();
        }
    }

    /** Passes the head on. */
    void pass(ResponseGate response, boolean requestComplete) {
        started = true;
        passage.turn = request.gate().turn();
        passage.framed = request.http2();
        status = response.upgraded() && passage.framed ? 200 : response.status();
        boolean bounded = response.body() == BodyKind.LENGTH || response.body() == BodyKind.NONE;
        keepAlive = clientStays(requestComplete)
                && (bounded || (response.body() == BodyKind.CHUNKED && !withoutChunking()));
        ResponseHeadWriter heads = worker.responseHeads();
        int room = Math.clamp(response.contentLength(), 0, SMALL_BODY);
        ByteBuf out = output.allocator().directBuffer(heads.estimate(response.head(), passage) + room);
        heads.write(out, response, passage, persistence(), withoutChunking());
        output.writeHead(out, response.body() == BodyKind.NONE);
        if (response.upgraded()) {
            becomeTunnel();
        }
    }

    private boolean clientStays(boolean requestComplete) {
        Turn turn = request.gate().turn();
        // Behind a request for a tunnel may already come what belongs into it, which nobody may take for a request.
        return requestComplete && (turn == null || turn.webSocket()) && request.gate().keepAlive()
                && !downstream.leaving() && worker.overload().keepAlive();
    }

    private Persistence persistence() {
        return !keepAlive
                ? Persistence.CLOSE
                : request.gate().http10() ? Persistence.KEEP_ALIVE : Persistence.SILENT;
    }

    /** Tells whether the client understands no chunking. */
    private boolean withoutChunking() {
        return request.answerForm() != BodyForm.CHUNKED;
    }

    private void becomeTunnel() {
        tunnel = new Tunnel(passage.turn != null && passage.turn.webSocket());
        worker.meters().tunnels(1);
        output.flush();
        downstream.tunnel();
    }

    /** Passes octets of the body on, or of what comes through the tunnel; returns false for what nobody is to get. */
    boolean body(ByteBuf more) {
        Tunnel open = tunnel;
        if (open != null && !open.passes(more)) {
            more.release();
            return false;
        }
        octets += more.readableBytes();
        output.writeBody(more);
        if (open != null) {
            farewell(open);
        }
        return true;
    }

    /** The client's half of the tunnel has ended at the endpoint; returns whether the other one has, too. */
    boolean clientEnds() {
        return requireNonNull(tunnel, "tunnel").clientEnds();
    }

    /** The endpoint sends no more through the tunnel; returns whether neither side does. */
    boolean endpointEnds() {
        if (requireNonNull(tunnel, "tunnel").endpointEnds()) {
            return true;
        }
        output.endTunnel();
        return false;
    }

    /** Asks the client of a WebSocket connection to come back elsewhere (close status 1012), between two frames. */
    void leave() {
        Tunnel open = tunnel;
        if (open != null) {
            open.leave();
            farewell(open);
            output.flush();
        }
    }

    private void farewell(Tunnel open) {
        ByteBuf frame = open.farewell(output.allocator());
        if (frame != null) {
            output.writeBody(frame);
        }
    }

    /** The exchange is over. */
    void end() {
        if (tunnel != null) {
            worker.meters().tunnels(-1);
        }
    }
}
