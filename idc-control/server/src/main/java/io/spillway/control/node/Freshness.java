package io.spillway.control.node;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.spillway.model.time.Ticker;

/**
 * When this node last heard of each WorkloadEntry. Kept in memory only, and judged only after this node has itself been
 * up for a whole lease: a control plane that was dead must not conclude that everybody else was. Silence is shown, it
 * removes nothing. Safe for use by any thread.
 */
public final class Freshness {

    private final Ticker ticker;
    private final long startedNanos;
    private final Map<String, Long> heard = new ConcurrentHashMap<>();

    /** Begins to listen now. */
    public Freshness(Ticker ticker) {
        this.ticker = ticker;
        this.startedNanos = ticker.nanos();
    }

    void heard(String workload) {
        heard.put(workload, ticker.nanos());
    }

    void forget(String workload) {
        heard.remove(workload);
    }

    /** Returns for how long a workload has been silent. */
    Duration silence(String workload) {
        return Duration.ofNanos(ticker.nanos() - heard.getOrDefault(workload, startedNanos));
    }
}
