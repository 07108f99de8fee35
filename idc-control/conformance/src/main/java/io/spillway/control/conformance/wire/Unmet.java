package io.spillway.control.conformance.wire;

/** A server did not do what a case expects; ends the case. The message says what was expected and what came. */
public final class Unmet extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates one. */
    public Unmet(String message) {
        super(message);
    }
}
