package io.spillway.gateway.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.http.ResponseGate;

/** What a busy connection tells the one who uses it. All calls come on the connection's event loop. */
public interface ResponseListener {

    /** A 1xx head; the final one follows. The gate is valid during the call only. */
    void onInformational(ResponseGate response);

    /** The final head. The gate is valid during the call only. */
    void onHead(ResponseGate response);

    /** Octets of the body in the form that was asked for; the callee releases them. */
    void onBody(ByteBuf octets);

    /**
     * The trailers of a body asked for as {@link io.spillway.gateway.proxy.http.BodyForm#FRAMED}: field lines that each end
     * with CR LF. The callee releases them.
     */
    void onTrailers(ByteBuf section);

    /** The answer is complete; the connection has left the listener and is in the pool or closed. */
    void onComplete();

    /** All that could be read has been read: a good moment to flush. */
    void onReadComplete();

    /** The endpoint sends no more on a connection that was upgraded; it may still take octets. */
    default void onTunnelEnd() {
        onComplete();
    }

    /** What was written into the tunnel has left, and the end of our half behind it. May be told more than once. */
    default void onTunnelSent() {
        // only who has opened a tunnel ends it
    }

    /** The connection ended before the answer was complete; it has left the listener. */
    void onBroken(UpstreamFailure failure);

    /** The connection takes octets again, or no more than it has. */
    void onWritabilityChanged(boolean writable);
}
