package io.spillway.gateway.proxy.downstream;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.forward.Exchange;

/**
 * What a client of HTTP/2 sends into a tunnel (RFC 9113 section 8.5, RFC 8441). Until an endpoint has agreed it is held
 * back, against the client's window. Belongs to one {@link ClientStream} and its event loop.
 */
final class StreamTunnel {
    private final List<ByteBuf> early = new ArrayList<>(0);
    private boolean asked;
    private boolean open;
    private boolean sent;

    /** A request begins, which wants its stream to become a tunnel or not. */
    void begin(boolean wanted) {
        asked = wanted;
        open = false;
        sent = false;
    }

    /** Tells whether what comes on the stream belongs into a tunnel. */
    boolean asked() {
        return asked;
    }

    boolean isOpen() {
        return open;
    }

    /** All that the endpoint said has left, and the end of its half behind it; returns whether there is a tunnel. */
    boolean sent() {
        sent = open;
        return open;
    }

    /** Tells whether both halves have ended in good order. */
    boolean over(boolean clientEnded) {
        return sent && clientEnded;
    }

    /** Tells whether what comes is held back. */
    boolean holds() {
        return asked && !open;
    }

    /** Takes octets of the client, and maybe its end. */
    void relay(Exchange to, ByteBuf octets, boolean ends) {
        if (!open) {
            early.add(octets.retainedSlice());
            return;
        }
        if (octets.isReadable()) {
            to.onBody(octets.retainedSlice());
        }
        if (ends) {
            to.onClientEnd();
        }
    }

    /** An endpoint has agreed: what the client sent without waiting for that is the endpoint's. */
    void open(Exchange to, boolean clientEnded) {
        open = true;
        for (ByteBuf octets : early) {
            to.onBody(octets);
        }
        early.clear();
        if (clientEnded) {
            to.onClientEnd();
        }
        to.flushRequest();
    }

    /** Nobody will take what is held. */
    void drop() {
        for (ByteBuf octets : early) {
            octets.release();
        }
        early.clear();
    }
}
