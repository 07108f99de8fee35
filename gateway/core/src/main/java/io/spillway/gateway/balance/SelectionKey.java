package io.spillway.gateway.balance;

import java.util.Map;

/**
 * What a route makes the choice of an endpoint depend on.
 *
 * @param hashed whether there is a hash
 * @param hash of what the route's hash policies read of the request; the same goes to the same endpoint
 * @param subset the labels that an endpoint must have; empty for any
 */
public record SelectionKey(boolean hashed, long hash, Map<String, String> subset) {
    public SelectionKey {
        subset = Map.copyOf(subset);
    }

    /** Returns a key of a hash alone. */
    public static SelectionKey ofHash(long hash) {
        return new SelectionKey(true, hash, Map.of());
    }

    /** Returns a key of labels alone. */
    public static SelectionKey ofSubset(Map<String, String> labels) {
        return new SelectionKey(false, 0, labels);
    }
}
