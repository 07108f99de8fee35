package io.spillway.process.tls;

/** Certificates cannot be used, so the process cannot start; the message names the file and what was expected. */
public final class TlsStartException extends Exception {
    private static final long serialVersionUID = 1;

    /** Creates one with that message. */
    public TlsStartException(String message) {
        super(message);
    }
}
