package io.spillway.gateway.limit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what this gateway sends to the endpoints of a service in an IDC within the share that the control plane has told it.
 * What is over is refused by class: while the share is in full use, the last tenth of the bucket is for critical requests
 * only and the lower half for all but sheddable ones, so that each class finds room as long as the classes above it leave
 * some. Safe for all threads.
 */
public final class CapacityShares {
    private static final double RESERVE_DEFAULT = 0.1;
    private static final double RESERVE_SHEDDABLE = 0.5;
    /** The bucket holds what comes in this part of a second, at least this many. */
    private static final double BURST_SECONDS = 0.2;
    private static final long LEAST_BURST = 10;

    private final Map<Key, TokenBucket> buckets = new ConcurrentHashMap<>();

    private record Key(String service, String idc) {}

    /**
     * Asks for a request to an IDC.
     *
     * @param service the service
     * @param idc the target IDC
     * @param share requests per second, above 0
     * @param priority the request's class
     * @param now monotonic nanoseconds
     * @return 0 when it may go, else after how many nanoseconds there may be room
     */
    public long ask(String service, String idc, double share, PriorityClass priority, long now) {
        RatePolicy rate = rate(share);
        Key key = new Key(service, idc);
        TokenBucket bucket = buckets.get(key);
        if (bucket == null) {
            bucket = buckets.computeIfAbsent(key, _ -> new TokenBucket(now));
        }
        double reserve = switch (priority) {
            case CRITICAL -> 0;
            case DEFAULT -> RESERVE_DEFAULT * rate.burst();
            case SHEDDABLE -> RESERVE_SHEDDABLE * rate.burst();
        };
        return bucket.take(rate, reserve, now);
    }

    /** Returns the bucket of a share: shares below one per second come back over a longer time. */
    static RatePolicy rate(double share) {
        long burst = Math.max(LEAST_BURST, (long) (share * BURST_SECONDS));
        long milli = Math.max(1, Math.round(share * 1000));
        return new RatePolicy(burst, Math.min(milli, 1_000_000_000L), Duration.ofSeconds(1000));
    }
}
