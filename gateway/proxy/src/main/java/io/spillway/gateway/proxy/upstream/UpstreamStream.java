package io.spillway.gateway.proxy.upstream;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.http.BodyForm;
import io.spillway.gateway.proxy.http.Turn;

/**
 * One request on its way to an endpoint, and its answer: on a connection of its own (HTTP/1) or one of many on one
 * connection (HTTP/2). What it is given and what it tells is the same in both: heads are HTTP/1 heads in one buffer. All
 * calls come on the event loop of the connection, which is that of the downstream connection too.
 *
 * <p>The order is {@link #begin}, {@link #trailers} and {@link #requestComplete} if the whole request is known already,
 * {@link #writeFirst}, then {@link #write} and {@link #flush} until the request is complete.
 */
public interface UpstreamStream {
    /**
     * Begins an exchange; the listener hears of nothing that happened before.
     *
     * @param answersHead whether the request is a HEAD, whose answer has no body
     * @param request the form in which the request's body will be written
     * @param answer the form in which the listener wants the answer's body
     */
    void begin(ResponseListener user, boolean answersHead, BodyForm request, BodyForm answer);

    /**
     * Writes a request's head and the first octets of its body and flushes them together.
     *
     * @param head the whole HTTP/1 head; taken over, and octets of the body may be appended to it
     * @param body what there is of the body; the references stay the caller's
     * @return false when certainly not one octet left this machine
     */
    boolean writeFirst(ByteBuf head, List<ByteBuf> body);

    /** Writes more octets of a request's body, which leave with the next {@link #flush}; takes over the reference. */
    void write(ByteBuf octets);

    /**
     * Gives the trailers of a request whose body is {@link BodyForm#FRAMED}, before {@link #requestComplete}.
     *
     * @param section field lines that each end with CR LF; taken over
     */
    void trailers(ByteBuf section);

    /** Says that the request has been written to its end, or is with the next {@link #writeFirst}. */
    void requestComplete();

    void flush();

    /** Tells whether the endpoint takes the request as fast as it comes. */
    boolean isWritable();

    /** Lets the endpoint wait, or go on sending. */
    void setReading(boolean reading);

    /** Tells whether an earlier request was answered on this connection: it may just have been too old. */
    boolean reused();

    /** Tells whether octets of the answer have arrived. */
    boolean answering();

    /** Says before {@link #writeFirst} what the answer may agree to; without this word a 101 is refused. */
    default void expect(Turn turn) {
        // What carries no tunnels is not asked for one.
    }

    /** Ends our half of a tunnel behind everything written; {@link ResponseListener#onTunnelSent} says when that has left. */
    default void endTunnel() {
        abort();
    }

    /** Gives up the exchange; the listener hears no more. */
    void abort();

    /** Lets the rest of the answer come and go unread if that is cheaper than giving up the connection. */
    void discardAnswer();

    /** Gives back what was opened and is not needed after all; {@link #begin} was not called. */
    void giveBack();
}
