package io.spillway.control.conformance.subject;

/** The two variants of the protocol on an aggregated stream. */
public enum Variant {
    /** State of the world: {@code StreamAggregatedResources}. */
    SOTW("S"),
    /** Incremental: {@code DeltaAggregatedResources}. */
    DELTA("D");

    private final String letter;

    Variant(String letter) {
        this.letter = letter;
    }

    /** Returns the first letter of the ids of its cases. */
    public String letter() {
        return letter;
    }
}
