package io.spillway.registry.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.time.Ticker;

/**
 * When leases end. After a restart each gets its whole time again: nobody could renew while the registry was down.
 * Guarded by the registry's lock.
 */
final class Leases {

    private final Ticker ticker;
    private final Map<Long, Lease> leases = new HashMap<>();

    Leases(Ticker ticker) {
        this.ticker = ticker;
    }

    void add(long id, long ttlMillis) {
        leases.put(id, new Lease(ttlMillis * 1_000_000, ticker.nanos()));
    }

    boolean exists(long id) {
        return leases.containsKey(id);
    }

    boolean renew(long id) {
        return leases.computeIfPresent(id, (key, lease) -> new Lease(lease.ttlNanos(), ticker.nanos())) != null;
    }

    void remove(long id) {
        leases.remove(id);
    }

    List<Long> ended() {
        long now = ticker.nanos();
        List<Long> ended = new ArrayList<>();
        leases.forEach((id, lease) -> {
            if (now - lease.renewedNanos() >= lease.ttlNanos()) {
                ended.add(id);
            }
        });
        return ended;
    }

    private record Lease(long ttlNanos, long renewedNanos) {}
}
