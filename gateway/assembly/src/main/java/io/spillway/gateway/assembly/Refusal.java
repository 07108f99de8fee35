package io.spillway.gateway.assembly;

/**
 * Ends the reading of a resource that cannot be used. Never leaves this package: {@link SnapshotAssembler} turns it into
 * {@link Validation.Invalid}.
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Refusal(String message) {
        super(message, null, false, false);
    }

    /** Returns a refusal of a value. */
    static Refusal of(String field, Object value, String expected) {
        return new Refusal(field + ": " + value + " (expected: " + expected + ")");
    }

    /** Returns a refusal of a resource that carries another name than the one it was sent under. */
    static Refusal name(String carried, String expected) {
        return new Refusal("carries the name \"" + carried + "\" (expected: \"" + expected + "\")");
    }

    /** Returns a refusal of something that xDS has and Spillway has not. */
    static Refusal unsupported(String what) {
        return new Refusal(what + " is not supported");
    }
}
