package io.spillway.drill.bench.net;

/** The bench's network cannot be had; the message says what was refused. */
public final class NetworkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NetworkException(String message) {
        super(message);
    }
}
