package io.spillway.drill.run;

/** A drill that cannot or must not go on; the message says why. */
public final class AbortedException extends Exception {

    private static final long serialVersionUID = 1;

    AbortedException(String message) {
        super(message);
    }
}
