package io.spillway.gateway.failover;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.gateway.snapshot.OutlierPolicy;
import org.jspecify.annotations.Nullable;

/** What one endpoint did of late, for one service or for all. The counts are free for all threads, the rest is under the detector's lock. */
final class EndpointRecord {
    final AtomicInteger serverErrors = new AtomicInteger();
    final AtomicInteger gatewayErrors = new AtomicInteger();
    final AtomicInteger localFailures = new AtomicInteger();

    /** The ejection in force, or null; written under the lock, read by all. */
    volatile @Nullable Ejection ejection;
    /** When the last ejection ends; means nothing before the first one. */
    private volatile long end;
    private int times;

    boolean ejectedAt(long now) {
        return ejection != null && end - now > 0;
    }

    long end() {
        return end;
    }

    int times() {
        return times;
    }

    /** Books one more ejection and returns how long it lasts. Past ones are forgotten, one per interval of good behaviour. */
    Duration eject(long now, OutlierPolicy policy) {
        if (times > 0) {
            long behaved = Math.max(0, now - end);
            long forgotten = behaved / Math.max(1, policy.interval().toNanos());
            times = (int) Math.max(0, times - forgotten);
        }
        times++;
        long length = Math.min(policy.maxEjection().toNanos(), policy.baseEjection().toNanos() * times);
        end = now + length;
        serverErrors.set(0);
        gatewayErrors.set(0);
        localFailures.set(0);
        return Duration.ofNanos(length);
    }
}
