package io.spillway.drill.fault;

/** A fault could not be made, or not be ended; the message says which and why. */
public final class FaultException extends Exception {

    private static final long serialVersionUID = 1;

    FaultException(String message) {
        super(message);
    }
}
