package io.spillway.gateway.proxy.http;

import org.jspecify.annotations.Nullable;

/**
 * What a request wants its connection to become: a tunnel to a service (CONNECT, RFC 9110 section 9.3.6), or a connection
 * of another protocol (Upgrade, section 7.8).
 *
 * @param protocol the protocol as it was named; empty for a tunnel
 */
public record Turn(String protocol) {
    /** A tunnel. */
    public static final Turn CONNECT = new Turn("");
    /** The protocol that every route lets in. */
    public static final Turn WEBSOCKET = new Turn("websocket");

    /** Tells whether it is a tunnel for octets of any kind. */
    public boolean connect() {
        return protocol.isEmpty();
    }

    /** Tells whether it is WebSocket. */
    public boolean webSocket() {
        return protocol.equals(WEBSOCKET.protocol);
    }

    /** Tells whether a tunnel is asked for. */
    public static boolean connects(@Nullable Turn turn) {
        return turn != null && turn.connect();
    }
}
