package io.spillway.drill.fleet;

/** A fleet that cannot do what it was asked to; the message names the process and shows the end of its log. */
public final class FleetException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Creates it with the text that people read. */
    public FleetException(String message) {
        super(message);
    }
}
