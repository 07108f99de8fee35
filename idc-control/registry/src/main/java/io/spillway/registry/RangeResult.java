package io.spillway.registry;

import java.util.List;

/** What a prefix held at {@code revision}, in key order. A watch that goes on from here begins at {@code revision + 1}. */
public record RangeResult(long revision, List<KeyValue> entries) {

    /** Copies the list. */
    public RangeResult {
        entries = List.copyOf(entries);
    }
}
