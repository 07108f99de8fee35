package io.spillway.drill.mock.message;

/** The variants of aggregated discovery. */
public enum Protocol {
    /** Incremental: what is new, by name and version. */
    DELTA,
    /** State of the world. */
    WORLD
}
