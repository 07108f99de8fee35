package io.spillway.registry;

/** A condition of a {@link Transaction}: {@code key} was last put in {@code modRevision}; 0 means that it is absent. */
public record Compare(String key, long modRevision) {

    /** Returns the condition that there is no such key. */
    public static Compare absent(String key) {
        return new Compare(key, 0);
    }
}
