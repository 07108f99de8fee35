package io.spillway.gateway.balance;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.spillway.model.time.Ticker;

/**
 * How many requests per second this gateway is asked for, by cluster, wherever they went in the end. Counted by all event
 * loops, averaged over some seconds by the one thread that calls {@link #measure}.
 */
final class Demand {
    private static final double NANOS = 1e9;
    /** Weight of the newest second. */
    private static final double NEWEST = 0.4;
    /** A change that is not worth preparing everything again. */
    private static final double NEGLIGIBLE = 0.03;

    /** Of one cluster. */
    static final class Meter {
        private final LongAdder count = new LongAdder();
        private double average = -1;
        private volatile double published = -1;

        void increment() {
            count.increment();
        }
    }

    private final Ticker ticker;
    private final Map<String, Meter> meters = new ConcurrentHashMap<>();
    private final AtomicLong epoch = new AtomicLong();
    /** Owned by the thread that measures. */
    private long last;

    Demand(Ticker ticker) {
        this.ticker = ticker;
        this.last = ticker.nanos();
    }

    Meter meter(String cluster) {
        return meters.computeIfAbsent(cluster, _ -> new Meter());
    }

    /** Returns requests per second, or -1 when not measured yet. */
    double of(String cluster) {
        Meter meter = meters.get(cluster);
        return meter == null ? -1 : meter.published;
    }

    /** Returns a number that changes when a demand has. */
    long epoch() {
        return epoch.get();
    }

    /** Something else has changed that shares depend on. */
    void changed() {
        epoch.incrementAndGet();
    }

    void measure() {
        long now = ticker.nanos();
        double seconds = (now - last) / NANOS;
        if (seconds <= 0) {
            return;
        }
        last = now;
        boolean changed = false;
        for (Meter meter : meters.values()) {
            double rate = meter.count.sumThenReset() / seconds;
            meter.average = meter.average < 0 ? rate : meter.average + NEWEST * (rate - meter.average);
            if (Math.abs(meter.average - meter.published) > NEGLIGIBLE * Math.max(1, meter.published)) {
                meter.published = meter.average;
                changed = true;
            }
        }
        if (changed) {
            epoch.incrementAndGet();
        }
    }
}
