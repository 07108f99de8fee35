package io.spillway.gateway.balance;

import java.util.List;

import io.spillway.gateway.route.RequestView;
import io.spillway.gateway.route.StickyKey;
import org.jspecify.annotations.Nullable;

/**
 * What a route makes the choice of an endpoint depend on.
 *
 * @param hash of what the route's hash policies read of the request; the same goes to the same endpoint
 */
public record SelectionKey(long hash) {
    /** Returns the key of the first of these that the request has, or null when it has none. */
    public static @Nullable SelectionKey of(List<StickyKey> hash, RequestView request) {
        for (StickyKey source : hash) {
            String text = source.of(request);
            if (text != null) {
                return ofHash(XxHash.of(text));
            }
        }
        return null;
    }

    /** Returns a key of a hash alone. */
    public static SelectionKey ofHash(long hash) {
        return new SelectionKey(hash);
    }
}
