package io.spillway.gateway.bench.verb;

import io.spillway.gateway.bench.peer.Door;

/**
 * One case of the gateway bench.
 *
 * @param name as printed
 * @param door the way in
 * @param host who is asked
 * @param path what is asked for
 * @param bodyBytes of a POST, 0 for GET
 * @param connections kept open by the load
 * @param shape how they are used
 */
record Scenario(String name, Door door, String host, String path, int bodyBytes, int connections, Shape shape) {

    /** How connections are used. */
    enum Shape {
        /** HTTP/1.1, one request after the other. */
        KEEP_ALIVE,
        /** HTTP/1.1, one request each. */
        NEW_CONNECTION,
        /** HTTP/2, 32 streams each. */
        STREAMS,
        /** gRPC unary over HTTP/2, 32 streams each. */
        GRPC,
        /**
         * HTTP/1.1 in the clear at a fixed rate, alone and beside users who come with TLS handshakes: what counts is what the
         * one notice of the others.
         */
        BESIDE_HANDSHAKES,
        /** One request each, then nothing: memory is what counts. */
        IDLE
    }

    /** Returns how much time the case needs against others: one that is also run at a fixed rate needs more. */
    double weight() {
        return openLoop() ? 1.7 : shape == Shape.IDLE ? 0.5 : 1;
    }

    /** Tells whether the case is also run at a fixed rate: plain HTTP/1.1 that the open-loop generator speaks. */
    boolean openLoop() {
        return door == Door.HTTP1 && shape == Shape.KEEP_ALIVE && connections <= 100
                && !path.equals(Scenarios.MEGABYTE);
    }
}
