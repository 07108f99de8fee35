package io.spillway.gateway.balance;

import java.util.Collection;
import java.util.List;

import io.spillway.gateway.snapshot.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What a request brings along for the choice, and what its earlier attempts leave over.
 *
 * @param tried endpoints that are not chosen again; few, compared by address
 * @param firstPriority priorities below this number are not used
 * @param key what the choice depends on, or null when on nothing
 * @param lastResort whether any endpoint that was not tried will do, also one that looks dead
 */
public record SelectionContext(Collection<Endpoint> tried, int firstPriority, @Nullable SelectionKey key,
        boolean lastResort) {
    /** The first attempt. */
    public static final SelectionContext FIRST = new SelectionContext(List.of(), 0);

    public SelectionContext {
        if (firstPriority < 0) {
            throw new IllegalArgumentException("firstPriority: " + firstPriority + " (expected: >= 0)");
        }
    }

    /** Creates the context of a request that is not at its last resort. */
    public SelectionContext(Collection<Endpoint> tried, int firstPriority, @Nullable SelectionKey key) {
        this(tried, firstPriority, key, false);
    }

    /** Creates the context of a request that brings nothing along. */
    public SelectionContext(Collection<Endpoint> tried, int firstPriority) {
        this(tried, firstPriority, null);
    }

    /** Returns the context of the same request when nothing but its last resort is left. */
    public SelectionContext asLastResort() {
        return new SelectionContext(tried, 0, key, true);
    }

    boolean hashed() {
        return key != null;
    }

    long hash() {
        return key == null ? 0 : key.hash();
    }

    boolean first() {
        return firstPriority == 0 && tried.isEmpty();
    }

    boolean wasTried(Endpoint endpoint) {
        if (tried.isEmpty()) {
            return false;
        }
        for (Endpoint one : tried) {
            if (one.address().equals(endpoint.address())) {
                return true;
            }
        }
        return false;
    }
}
