package io.spillway.gateway.proxy.forward;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.http.ResponseGate;
import io.spillway.gateway.proxy.upstream.ResponseListener;
import io.spillway.gateway.proxy.upstream.UpstreamFailure;

/** Hands what comes from an attempt's endpoint to the exchange, as long as the attempt lasts. Owned by the attempt. */
record Replies(Exchange exchange, Attempt attempt) implements ResponseListener {

    @Override
    public void onInformational(ResponseGate response) {
        if (!attempt.over()) {
            exchange.onInformational(attempt, response);
        }
    }

    @Override
    public void onHead(ResponseGate response) {
        if (!attempt.over()) {
            exchange.onHead(attempt, response);
        }
    }

    @Override
    public void onBody(ByteBuf octets) {
        if (attempt.over()) {
            octets.release();
        } else {
            exchange.onResponseBody(attempt, octets);
        }
    }

    @Override
    public void onTrailers(ByteBuf section) {
        if (attempt.over()) {
            section.release();
        } else {
            exchange.onResponseTrailers(attempt, section);
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
    public void onReadComplete() {
        if (!attempt.over()) {
            exchange.onReadComplete();
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
            exchange.onUpstreamWritable(writable);
        }
    }
}
