package io.spillway.control.conformance.trial;

/** How firmly the specification asks. */
public enum Level {
    /** A server that does otherwise leaves clients with a wrong state, or is called an error. */
    MUST,
    /** A server that does otherwise makes needless work, or says less than it could. */
    SHOULD
}
