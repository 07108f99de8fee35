package io.spillway.registry;

import java.time.Instant;
import java.util.List;

/** What became of a {@link Transaction}. */
public sealed interface CommitResult {

    /** All operations happened in {@code revision}; when they changed nothing it is the current one. */
    record Committed(long revision) implements CommitResult {}

    /**
     * Nothing happened, because a comparison failed. {@code current} has what now stands under the compared keys; keys
     * that are absent are not in it.
     */
    record Conflict(List<KeyValue> current) implements CommitResult {

        /** Copies the list. */
        public Conflict {
            current = List.copyOf(current);
        }
    }

    /**
     * The registry cannot be asked since {@code since}. {@code outcomeUnknown}: the transaction was sent and may have
     * happened or may still happen; read before believing either.
     */
    record Unavailable(Instant since, String reason, boolean outcomeUnknown) implements CommitResult {}
}
