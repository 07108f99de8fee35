package io.spillway.gateway.proxy.forward;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.proxy.http.ResponseGate;
import io.spillway.gateway.proxy.upstream.ResponseListener;
import io.spillway.gateway.proxy.upstream.UpstreamFailure;

/**
 * Passes what comes from an attempt's endpoint on to the client, as long as the attempt lasts and its answer is accepted.
 * Owned by the attempt.
 */
record Replies(Exchange exchange, Attempt attempt) implements ResponseListener {

    @Override
    public void onInformational(ResponseGate response) {
        if (!attempt.over() && exchange.course().alone()) {
            exchange.clientAnswer().informational(response);
        }
    }

    @Override
    public void onHead(ResponseGate response) {
        if (!attempt.over() && response.upgraded() && !exchange.request().proven(response.head())) {
            attempt.abort();
            exchange.onFailed(attempt, new AttemptOutcome.ResponseBroken());
            return;
        }
        if (!attempt.over() && exchange.course().accepts(attempt, Meaning.of(exchange.request(), attempt, response))) {
            exchange.store().drop();
            exchange.clientAnswer().pass(response, exchange.requestComplete());
            if (exchange.clientAnswer().tunnelled()) {
                // From here on it is a connection, which the bound of connections counts, and no request to learn from.
                exchange.bounds().leave(exchange.worker());
            }
            exchange.course().arm();
        }
    }

    @Override
    public void onBody(ByteBuf octets) {
        if (attempt.over()) {
            octets.release();
        } else if (exchange.clientAnswer().body(octets)) {
            ClientOutput output = exchange.downstream().output();
            if (!output.isWritable()) {
                // What the client takes at once must not cost a stop and a new start of reading: two system calls.
                output.flush();
                attempt.setReading(output.isWritable());
            }
            exchange.course().arm();
        }
    }

    @Override
    public void onTrailers(ByteBuf section) {
        if (attempt.over()) {
            section.release();
        } else {
            if (attempt.expectsStatus()) {
                exchange.course().onStatus(attempt, Grpc.status(section));
            }
            exchange.downstream().output().writeTrailers(section);
        }
    }

    @Override
    public void onComplete() {
        if (!attempt.over()) {
            attempt.complete();
        }
    }

    @Override
    public void onTunnelEnd() {
        if (!attempt.over()) {
            exchange.onEndpointEnd();
        }
    }

    @Override
    public void onTunnelSent() {
        if (!attempt.over()) {
            exchange.onTunnelSent();
        }
    }

    @Override
    public void onReadComplete() {
        if (!attempt.over()) {
            ClientOutput output = exchange.downstream().output();
            output.flush();
            if (!output.isWritable()) {
                exchange.course().holdResponse();
            }
        }
    }

    @Override
    public void onBroken(UpstreamFailure failure) {
        if (!attempt.over()) {
            attempt.broken(failure);
        }
    }

    @Override
    public void onWritabilityChanged(boolean writable) {
        if (!attempt.over()) {
            exchange.downstream().setReading(writable);
        }
    }
}
