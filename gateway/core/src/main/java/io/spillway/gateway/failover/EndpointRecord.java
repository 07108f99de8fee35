package io.spillway.gateway.failover;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.OutlierPolicy;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * What one endpoint did of late, for one service or for all. The counts are free for all threads, the statistics belong to
 * the sweep, the ejection is written under the lock of {@link Ejections} and read by all.
 */
final class EndpointRecord {
    /** No more good tests in a row than this are asked for. */
    private static final int MOST_PROOF = 20;
    /** What is answered so soon after an ejection was asked before it, and proves nothing. */
    private static final long IN_FLIGHT_NANOS = 200_000_000L;

    final AtomicInteger serverErrors = new AtomicInteger();
    final AtomicInteger gatewayErrors = new AtomicInteger();
    final AtomicInteger localFailures = new AtomicInteger();
    final Tally tally = new Tally();
    /** Owned by the thread that sweeps. */
    final EndpointHistory history = new EndpointHistory();
    /** Who used the endpoint last: gives the sweep the policy and the peers. */
    volatile @Nullable XdsCluster cluster;

    /** The ejection in force, or null. */
    private volatile @Nullable Ejection ejection;
    /** When the last ejection ends; means nothing before the first one. */
    private volatile long end;
    /** For an ejection for latency: what a test may take at most, in nanoseconds; else 0. */
    private volatile long latencyBound;
    private int proof;
    private long begin;
    private int times;
    private int proven;

    boolean ejectedAt(long now) {
        return ejection != null && end - now > 0;
    }

    @Nullable
    Ejection ejection() {
        return ejection;
    }

    long end() {
        return end;
    }

    /** Books one more ejection. Past ones are forgotten, one per interval of good behaviour. */
    Ejection eject(String service, Endpoint of, Verdict verdict, long now, long jitter) {
        OutlierPolicy policy = verdict.policy();
        if (times > 0) {
            long behaved = Math.max(0, now - end);
            long forgotten = behaved / Math.max(1, policy.interval().toNanos());
            times = (int) Math.max(0, times - forgotten);
        }
        times++;
        long length = Math.min(policy.maxEjection().toNanos(), policy.baseEjection().toNanos() * times) + jitter;
        end = now + length;
        begin = now;
        latencyBound = verdict.latencyBound();
        proof = verdict.proof();
        proven = 0;
        clear();
        Ejection next = new Ejection(service, of.address(), of.idc(), verdict.reason(), Duration.ofNanos(length),
                times);
        ejection = next;
        return next;
    }

    private void clear() {
        serverErrors.set(0);
        gatewayErrors.set(0);
        localFailures.set(0);
    }

    void free() {
        ejection = null;
        clear();
    }

    /** Ends the ejection at once, on evidence. */
    void free(long now) {
        end = now;
        free();
    }

    /** Books a test; returns whether the endpoint has now proven itself. A bad one prolongs the ejection. */
    boolean tested(boolean good, long latencyNanos, long now, OutlierPolicy policy) {
        if (now - begin < IN_FLIGHT_NANOS) {
            return false;
        }
        boolean proves = good && (latencyBound == 0 || (latencyNanos >= 0 && latencyNanos <= latencyBound));
        if (!proves) {
            proven = 0;
            long longer = now + policy.baseEjection().toNanos();
            if (longer - end > 0) {
                end = longer;
            }
            return false;
        }
        proven++;
        return proven >= Math.min(MOST_PROOF, proof * times);
    }
}
