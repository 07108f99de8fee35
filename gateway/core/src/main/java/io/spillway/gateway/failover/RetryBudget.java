package io.spillway.gateway.failover;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.spillway.gateway.snapshot.RetryBudgetPolicy;
import io.spillway.model.time.Ticker;

/**
 * Limits the retries that this gateway sends to an IDC, so that a sick IDC is not finished off by repetitions: within 10 s
 * at most a percentage of all requests of the gateway, plus a reserve of some per second. All requests count, not only those
 * to that IDC: a failover goes to an IDC that had no requests before.
 *
 * <p>Counts in slots of one second, which is a token bucket whose tokens live 10 s. Safe for all threads.
 */
public final class RetryBudget {
    private static final int SECONDS = 10;

    private final Ticker ticker;
    private final SlidingCount requests;
    private final Map<String, SlidingCount> retriesByIdc = new ConcurrentHashMap<>();

    /** Creates a budget in which nothing was spent. */
    public RetryBudget(Ticker ticker) {
        this.ticker = ticker;
        this.requests = new SlidingCount(SECONDS, ticker.nanos());
    }

    /** Counts a request that came from a client; once per request, not per attempt. */
    public void onRequest() {
        requests.add(ticker.nanos());
    }

    /** Takes a retry towards the IDC when the budget allows it. */
    public boolean tryRetry(String idc, RetryBudgetPolicy policy) {
        long now = ticker.nanos();
        return of(idc, now).addBelow(allowed(policy, now), now);
    }

    /** Returns whether {@link #tryRetry} would succeed now; takes nothing. */
    public boolean hasRoom(String idc, RetryBudgetPolicy policy) {
        return spent(idc) < allowed(policy, ticker.nanos());
    }

    /** Takes a retry towards the IDC whether or not the budget allows it: one that was free and came to nothing. */
    public void spend(String idc) {
        long now = ticker.nanos();
        of(idc, now).add(now);
    }

    private long allowed(RetryBudgetPolicy policy, long now) {
        return requests.sum(now) * policy.percent() / 100 + (long) policy.minPerSecond() * SECONDS;
    }

    private SlidingCount of(String idc, long now) {
        SlidingCount retries = retriesByIdc.get(idc);
        return retries == null ? retriesByIdc.computeIfAbsent(idc, _ -> new SlidingCount(SECONDS, now)) : retries;
    }

    /** Returns how many retries went to the IDC in the last 10 s. */
    public long spent(String idc) {
        SlidingCount retries = retriesByIdc.get(idc);
        return retries == null ? 0 : retries.sum(ticker.nanos());
    }
}
