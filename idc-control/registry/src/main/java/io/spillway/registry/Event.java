package io.spillway.registry;

/** One change that a watch delivers. Of a deletion {@code keyValue} has the key and the revision of the deletion only. */
public record Event(Type type, KeyValue keyValue) {

    /** What happened to the key. */
    public enum Type {
        /** It was written. */
        PUT,
        /** It was deleted, by somebody or by the end of its lease. */
        DELETE
    }

    /** Returns the key that changed. */
    public String key() {
        return keyValue.key();
    }
}
