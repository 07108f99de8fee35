package io.spillway.gateway.balance;

import java.util.Collection;
import java.util.List;

import io.spillway.gateway.snapshot.Endpoint;

/**
 * What earlier attempts of the same request leave over.
 *
 * @param tried endpoints that are not chosen again; few, compared by address
 * @param firstPriority priorities below this number are not used
 */
public record SelectionContext(Collection<Endpoint> tried, int firstPriority) {
    /** The first attempt. */
    public static final SelectionContext FIRST = new SelectionContext(List.of(), 0);

    public SelectionContext {
        if (firstPriority < 0) {
            throw new IllegalArgumentException("firstPriority: " + firstPriority + " (expected: >= 0)");
        }
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
