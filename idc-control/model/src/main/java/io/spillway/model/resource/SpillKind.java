package io.spillway.model.resource;

/** When load leaves an IDC. */
public enum SpillKind {
    /** By Envoy's arithmetic of how many endpoints are left. */
    ENVOY("envoy"),
    /** When what is left cannot carry it; as long as that is not known, as {@link #ENVOY}. */
    CAPACITY("capacity");

    private final String word;

    SpillKind(String word) {
        this.word = word;
    }

    /** Returns the word in documents. */
    public String word() {
        return word;
    }
}
