package io.spillway.control.switchover.sim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What one transaction has written.
 *
 * @param at when, on the scale of {@link Call#begun}
 * @param puts by key of {@link Registered}; null for what it has deleted
 */
public record Commit(long revision, long at, String by, Map<String, @Nullable Object> puts) {

    public Commit {
        puts = Collections.unmodifiableMap(new LinkedHashMap<>(puts));
    }
}
