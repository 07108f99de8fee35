package io.spillway.gateway.proxy.upstream;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.http.HeadLimits;
import io.spillway.gateway.proxy.http.Turn;
import io.spillway.gateway.proxy.http.WebSocketHandshake;
import io.spillway.gateway.proxy.http2.HeadCollector;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is to become a tunnel (RFC 9113 section 8.5, RFC 8441): each half ends with its END_STREAM. What the endpoint
 * says to that is told as HTTP/1.1 would say it. Belongs to the connection's event loop.
 */
final class TunnelStream extends EndpointStream {
    private Turn turn = Turn.CONNECT;
    /** What an endpoint of HTTP/1.1 would answer to the key of WebSocket. */
    private @Nullable String proof;
    private boolean open;
    private boolean inputEnded;

    TunnelStream(EndpointMultiplexer multiplexer, HeadLimits limits) {
        super(multiplexer, limits);
    }

    @Override
    public void expect(Turn wanted) {
        turn = wanted;
    }

    @Override
    Turn asked() {
        return turn;
    }

    @Override
    public boolean writeFirst(ByteBuf head, List<ByteBuf> body) {
        request().become(turn);
        proof = turn.webSocket() ? WebSocketHandshake.answerTo(head) : null;
        return super.writeFirst(head, body);
    }

    @Override
    public void endTunnel() {
        request().endTunnel(left -> {
            ResponseListener user = listener();
            if (left.isSuccess() && user != null) {
                user.onTunnelSent();
            }
        });
    }

    @Override
    @Nullable
    ByteBuf take(HeadCollector heads, boolean ends) {
        open = heads.status().charAt(0) == '2';
        if (!open) {
            return super.take(heads, ends);
        }
        return turn.connect() ? heads.takeResponse(false, ends) : heads.takeUpgrade(turn, proof);
    }

    @Override
    @Nullable
    String onTrailers(ByteBuf section) {
        if (open) {
            section.release();
            return "a head in a tunnel";
        }
        return super.onTrailers(section);
    }

    @Override
    void end() {
        if (!open) {
            super.end();
            return;
        }
        inputEnded = true;
        ResponseListener user = listener();
        if (user != null) {
            user.onTunnelEnd();
        }
    }

    @Override
    public void abort() {
        if (inputEnded && request().ended()) {
            // Both ends have said so, and what was written leaves by itself.
            var _ = detach(true);
        } else {
            super.abort();
        }
    }
}
