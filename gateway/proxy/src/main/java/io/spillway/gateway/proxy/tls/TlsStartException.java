package io.spillway.gateway.proxy.tls;

/** Certificates cannot be used, so the process cannot start; the message names the file and what was expected. */
public final class TlsStartException extends Exception {
    private static final long serialVersionUID = 1;

    TlsStartException(String message) {
        super(message);
    }
}
