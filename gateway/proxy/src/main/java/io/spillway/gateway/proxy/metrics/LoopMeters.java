package io.spillway.gateway.proxy.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.spillway.gateway.limit.PriorityClass;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's way to the meters: what it has used once it finds again without asking the registry. Owned by that
 * event loop.
 */
public final class LoopMeters {
    private record RequestMeters(Counter count, Timer time) {}

    private record TunnelMeters(Counter count, Timer time) {}

    private record AttemptLabels(String service, String targetIdc, String outcome) {}

    private record FailoverLabels(String service, String fromIdc, String targetIdc, String reason) {}

    private record MirrorLabels(String service, String outcome) {}
    private record ShedLabels(PriorityClass priority, String reason) {}

    /** A tick comes every 10 ms when nothing is in its way. */
    private static final long TICK_NANOS = 10_000_000L;

    private final ProxyMeters all;
    private final Map<RequestLabels, RequestMeters> requests = new HashMap<>();
    private final Map<AttemptLabels, Counter> attempts = new HashMap<>();
    private final Map<FailoverLabels, Counter> failovers = new HashMap<>();
    private final Map<MirrorLabels, Counter> mirrors = new HashMap<>();
    private final Map<ShedLabels, Counter> shed = new HashMap<>();
    private final Map<AttemptLabels, Counter> retests = new HashMap<>();
    private final Map<AttemptLabels, Counter> hedges = new HashMap<>();
    private final Map<AttemptLabels, Counter> probes = new HashMap<>();
    private final Map<RequestLabels, TunnelMeters> lasted = new HashMap<>();
    private @Nullable RequestLabels lastLabels;
    private @Nullable RequestMeters lastMeters;
    /** Written by the event loop, read by whoever scrapes. */
    private volatile long lagNanos;
    /** Written by the event loop, read by the housekeeping thread. */
    private volatile long lastTick = Long.MIN_VALUE;

    LoopMeters(ProxyMeters all) {
        this.all = all;
    }

    /** Counts a finished request. */
    public void request(RequestLabels labels, long nanos) {
        RequestMeters meters = find(labels);
        meters.count.increment();
        meters.time.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts a finished request that became a tunnel: how long that lasted says nothing about anybody's speed. */
    public void tunnel(RequestLabels labels, long nanos) {
        TunnelMeters meters = lasted.get(labels);
        if (meters == null) {
            meters = new TunnelMeters(all.requestCounter(labels), all.tunnelTimer(labels));
            lasted.put(labels, meters);
        }
        meters.count.increment();
        meters.time.record(nanos, TimeUnit.NANOSECONDS);
    }

    private RequestMeters find(RequestLabels labels) {
        if (lastLabels != null && lastMeters != null && lastLabels.same(labels)) {
            return lastMeters;
        }
        RequestMeters meters = requests.get(labels);
        if (meters == null) {
            meters = new RequestMeters(all.requestCounter(labels), all.requestTimer(labels));
            requests.put(labels, meters);
        }
        lastLabels = labels;
        lastMeters = meters;
        return meters;
    }

    /** Counts connections that became or were tunnels. */
    public void tunnels(int change) {
        all.tunnels().add(change);
    }

    /** Counts an attempt that has ended. */
    public void attempt(String service, String targetIdc, String outcome) {
        AttemptLabels labels = new AttemptLabels(service, targetIdc, outcome);
        Counter counter = attempts.get(labels);
        if (counter == null) {
            counter = all.attemptCounter(service, targetIdc, outcome);
            attempts.put(labels, counter);
        }
        counter.increment();
    }

    /** Counts a request that goes on in a later priority. */
    public void failover(String service, String fromIdc, String targetIdc, String reason) {
        FailoverLabels labels = new FailoverLabels(service, fromIdc, targetIdc, reason);
        Counter counter = failovers.get(labels);
        if (counter == null) {
            counter = all.failoverCounter(service, fromIdc, targetIdc, reason);
            failovers.put(labels, counter);
        }
        counter.increment();
    }

    /** Counts a copy of a request that has ended, or was not sent. */
    public void mirror(String service, String outcome) {
        mirrors.computeIfAbsent(new MirrorLabels(service, outcome), labels -> all.mirrorCounter(labels.service(),
                labels.outcome())).increment();
    }

    /** Counts a test of an endpoint that this gateway ejected. */
    public void retest(String service, String targetIdc, boolean good) {
        AttemptLabels labels = new AttemptLabels(service, targetIdc, good ? "good" : "bad");
        Counter counter = retests.get(labels);
        if (counter == null) {
            counter = all.retestCounter(service, targetIdc, labels.outcome());
            retests.put(labels, counter);
        }
        counter.increment();
    }

    /** Counts a second attempt beside a slow one by what became of it, or why there was none. */
    public void hedge(String service, String targetIdc, String outcome) {
        hedges.computeIfAbsent(new AttemptLabels(service, targetIdc, outcome),
                labels -> all.hedgeCounter(labels.service(), labels.targetIdc(), labels.outcome())).increment();
    }

    /** Counts a probe of the way to a gateway of another IDC. */
    public void probe(String targetIdc, boolean good) {
        AttemptLabels labels = new AttemptLabels("", targetIdc, good ? "good" : "bad");
        Counter counter = probes.get(labels);
        if (counter == null) {
            counter = all.probeCounter(targetIdc, labels.outcome());
            probes.put(labels, counter);
        }
        counter.increment();
    }

    /** Counts a request that came back to this IDC. */
    public void loopRefused() {
        all.loopsRefused().increment();
    }

    /** Counts a retry for which there was no budget. */
    public void budgetDenied() {
        all.budgetDenied().increment();
    }

    /** Counts a downstream connection that came, or went (-1). */
    public void downstreamConnections(int change) {
        all.downstreamConnections().add(change);
    }

    /** Says by how much the loop was late; the peak of late is kept and fades by half with every call. */
    public void lag(long nanos) {
        lagNanos = Math.max(nanos, lagNanos - (lagNanos >> 1));
    }

    /** Says that the loop runs. */
    public void ticked(long now) {
        lastTick = now;
    }

    /** Returns how late the loop is: what it was of late, or since when it has not said a word. */
    long lagNanos(long now) {
        long last = lastTick;
        return last == Long.MIN_VALUE ? 0 : Math.max(lagNanos, now - last - TICK_NANOS);
    }

    /** Counts a request that was refused because something is used up. */
    public void shed(PriorityClass priority, String reason) {
        ShedLabels labels = new ShedLabels(priority, reason);
        Counter counter = shed.get(labels);
        if (counter == null) {
            counter = all.shedCounter(priority.word(), reason);
            shed.put(labels, counter);
        }
        counter.increment();
    }

    double lagSeconds() {
        return lagNanos / 1e9;
    }
}
