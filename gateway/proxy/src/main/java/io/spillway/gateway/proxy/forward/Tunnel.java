package io.spillway.gateway.proxy.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a connection that has become a tunnel: which halves have ended, and of WebSocket where its frames end
 * and whether the client has been asked to come back elsewhere. Owned by one exchange, on its event loop.
 */
final class Tunnel {
    /** A close frame with status 1012, service restart. */
    private static final byte[] RESTART = {(byte) 0x88, 2, 0x03, (byte) 0xf4};

    private final @Nullable WebSocketFrames toClient;
    private boolean clientEnded;
    private boolean endpointEnded;
    private boolean leaving;
    private boolean told;

    /** Creates an open one; {@code frames} says whether the endpoint speaks WebSocket, else it may be anything. */
    Tunnel(boolean frames) {
        toClient = frames ? new WebSocketFrames() : null;
    }

    /** Looks at octets of the endpoint; returns whether they go to the client, which nothing does after a close frame. */
    boolean passes(ByteBuf octets) {
        if (told) {
            return false;
        }
        if (toClient != null) {
            toClient.pass(octets);
        }
        return true;
    }

    /** The client is to be asked to go as soon as a frame may be put in. */
    void leave() {
        leaving = true;
    }

    /** Returns the frame that asks the client to go, once, when it is time and the endpoint is between two frames. */
    @Nullable
    ByteBuf farewell(ByteBufAllocator allocator) {
        if (toClient == null || !leaving || told || endpointEnded || !toClient.betweenFrames()) {
            return null;
        }
        told = true;
        return allocator.directBuffer(RESTART.length).writeBytes(RESTART);
    }

    /** The client sends no more, and the endpoint has been told; returns whether neither side sends any more. */
    boolean clientEnds() {
        clientEnded = true;
        return endpointEnded;
    }

    /** The endpoint sends no more; returns whether neither side does. */
    boolean endpointEnds() {
        endpointEnded = true;
        return clientEnded;
    }
}
