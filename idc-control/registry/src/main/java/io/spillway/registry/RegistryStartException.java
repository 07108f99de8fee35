package io.spillway.registry;

/** A registry cannot be opened; the message names the file or address, what is wrong with it, and what to do. */
public final class RegistryStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates one. */
    public RegistryStartException(String message) {
        super(message);
    }

    /** Creates one with the error below it. */
    public RegistryStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
