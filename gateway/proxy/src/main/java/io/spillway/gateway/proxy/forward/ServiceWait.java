package io.spillway.gateway.proxy.forward;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.spillway.gateway.xds.demand.OnDemand;

/**
 * How requests of a gateway that subscribes on demand wait for their service, over all event loops. What a waiting request
 * keeps is its head and as much of its body as is kept for a repetition; so their number bounds the memory. Safe for all
 * threads.
 */
public final class ServiceWait {
    private final Supplier<OnDemand> demand;
    private final Duration longest;
    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * Creates a wait of nobody.
     *
     * @param demand by whom services are asked for; asked once clients are let in
     * @param longest how long a request waits, more than zero
     * @param most how many requests wait at a time, 1 or more
     */
    public ServiceWait(Supplier<OnDemand> demand, Duration longest, int most) {
        this.demand = demand;
        this.longest = longest;
        this.most = most;
    }

    OnDemand demand() {
        return demand.get();
    }

    Duration longest() {
        return longest;
    }

    int most() {
        return most;
    }

    /** Takes a place; returns false when there is none. */
    boolean enter() {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        waiting.decrementAndGet();
    }

    /** Returns how many requests wait now. */
    public int waiting() {
        return waiting.get();
    }
}
