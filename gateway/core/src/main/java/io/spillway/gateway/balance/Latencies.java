package io.spillway.gateway.balance;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.model.time.Ticker;

/** The latencies that one event loop has seen, by address; outlives what is prepared. Used by one thread. */
final class Latencies {
    private final Ticker ticker;
    private final Map<String, PeakEwma> byAddress = new HashMap<>();

    Latencies(Ticker ticker) {
        this.ticker = ticker;
    }

    PeakEwma of(Endpoint endpoint) {
        return byAddress.computeIfAbsent(endpoint.address(), _ -> new PeakEwma(ticker.nanos()));
    }

    void observe(Endpoint endpoint, long latencyNanos) {
        of(endpoint).observe(latencyNanos, ticker.nanos());
    }

    long now() {
        return ticker.nanos();
    }

    void retain(Set<String> addresses) {
        byAddress.keySet().retainAll(addresses);
    }
}
