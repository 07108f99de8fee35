package io.spillway.control.peers;

/** A peer that cannot be started, refuses what it is told, or has ended; the message quotes what it said. */
public final class PeerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PeerException(String message) {
        super(message);
    }

    public PeerException(String message, Throwable cause) {
        super(message, cause);
    }
}
