package io.spillway.drill.mock.fleet;

import java.net.InetSocketAddress;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a fleet runs on.
 *
 * @param addresses of the control plane's nodes; client {@code i} begins with the address {@code i} modulo their number
 * @param threads event loops that all clients share
 * @param seed of everything that happens by chance
 * @param tls null for plaintext
 */
public record FleetSettings(List<InetSocketAddress> addresses, int threads, long seed, @Nullable Tls tls) {

    /** Copies the list. */
    public FleetSettings {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("addresses: [] (expected: at least one)");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + " (expected: > 0)");
        }
    }

    /** Returns two threads, plaintext, seed 1. */
    public static FleetSettings of(InetSocketAddress... addresses) {
        return new FleetSettings(List.of(addresses), 2, 1, null);
    }
}
