package io.spillway.gateway.proxy.forward;

import java.net.InetSocketAddress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * The way of one answer to a client: an HTTP/1 connection, or a stream of an HTTP/2 connection. Heads come as HTTP/1 heads
 * in one buffer, whatever the client speaks. References of buffers are taken over. Nothing leaves before {@link #flush}.
 * Used on the client's event loop only.
 */
public interface ClientOutput {

    /** Returns the IP address of the other end. */
    String client();

    /** Returns the port of the other end, 0 when it has none or is not the client itself. */
    default int clientPort() {
        return 0;
    }

    /** Returns where the client connected to, null when that was no port. */
    default @Nullable InetSocketAddress reached() {
        return null;
    }

    /** Returns whether the client came by TLS that ends here. */
    boolean secure();

    /** Returns the name in the certificate that the other end has shown, null when it showed none of ours. */
    default @Nullable SpiffeId peer() {
        return null;
    }

    ByteBufAllocator allocator();

    /**
     * Writes a head, the empty line included.
     *
     * @param last whether nothing follows: no body and no trailers
     */
    void writeHead(ByteBuf head, boolean last);

    /** Writes octets of the body, in the form of {@link Request#answerForm}. */
    void writeBody(ByteBuf octets);

    /** Writes trailers of a framed answer: field lines that each end with CR LF. {@link #end} follows. */
    void writeTrailers(ByteBuf section);

    /** Says that the answer has been written to its end. */
    void end();

    /** Ends our half of a tunnel when everything has been sent. */
    void endTunnel();

    void flush();

    /** Tells whether the client takes the answer as fast as it comes. */
    boolean isWritable();

    /** Tells whether octets wait for the client to open its window for them. */
    default boolean waits() {
        return false;
    }

    /** Tells whether octets wait, and the client has taken none of those that waited since this was asked last. */
    default boolean stuck() {
        return false;
    }
}
