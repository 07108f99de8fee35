package io.spillway.gateway.failover;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.OutlierPolicy;
import io.spillway.gateway.snapshot.XdsCluster;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Ejects endpoints for what they answer or fail to answer: rows of failures at once, as Envoy's consecutive rules have it,
 * and whoever compares badly with its peers in {@link #sweep}. What happens on a connection (answers, resets, time-outs) is
 * counted per service and endpoint: one service's errors behind another IDC's gateway do not eject that gateway for other
 * services. Failures to connect are counted per endpoint. The last endpoint over all priorities of a cluster is never
 * ejected. Ejections are this gateway's own and are not exported.
 *
 * <p>An ejection ends with its time, or earlier on evidence, by {@link #retested tests of its own}. A bad test prolongs it.
 *
 * <p>Safe for all threads; what a success costs is a few map look-ups and counters of the calling thread.
 */
public final class OutlierDetector {
    /** The latency of an attempt that has none. */
    public static final long NO_LATENCY = -1;

    private final Ticker ticker;
    private final Ejections ejections;
    private final OutlierSweep sweep;

    /** Creates a detector that has seen nothing. */
    public OutlierDetector(Ticker ticker) {
        this.ticker = ticker;
        this.ejections = new Ejections(ticker);
        this.sweep = new OutlierSweep(ejections);
    }

    /** Counts an attempt of which no latency is known; returns the ejection that it led to. */
    public Optional<Ejection> report(XdsCluster cluster, Endpoint endpoint, AttemptOutcome outcome) {
        return report(cluster, endpoint, outcome, NO_LATENCY);
    }

    /**
     * Counts an attempt; returns the ejection that it led to.
     *
     * @param latencyNanos from the end of the request to the head of the response, {@link #NO_LATENCY} when there is none
     */
    public Optional<Ejection> report(XdsCluster cluster, Endpoint endpoint, AttemptOutcome outcome,
            long latencyNanos) {
        return switch (outcome) {
            case AttemptOutcome.Answered answered -> answered(cluster, endpoint, answered.meaning(), latencyNanos);
            case AttemptOutcome.ConnectFailed _ -> failed(cluster, endpoint, Ejections.EVERY_SERVICE, 503);
            // A kept connection that was too old says nothing about the endpoint.
            case AttemptOutcome.ResetBeforeResponse(boolean reused) -> reused
                    ? Optional.empty()
                    : failed(cluster, endpoint, cluster.service(), 503);
            case AttemptOutcome.NotProcessed _ -> failed(cluster, endpoint, cluster.service(), 503);
            case AttemptOutcome.ResponseBroken _ -> failed(cluster, endpoint, cluster.service(), 502);
            case AttemptOutcome.TimedOut _ -> failed(cluster, endpoint, cluster.service(), 504);
        };
    }

    // Identity is meant: most often it is the same, and a read is cheaper than a write that all loops see.
    @SuppressWarnings("ReferenceEquality")
    private EndpointRecord record(XdsCluster cluster, Endpoint endpoint, String service) {
        EndpointRecord record = ejections.findOrAdd(service, endpoint.address());
        if (record.cluster != cluster) {
            record.cluster = cluster;
        }
        return record;
    }

    private Optional<Ejection> answered(XdsCluster cluster, Endpoint endpoint, int status, long latencyNanos) {
        EndpointRecord path = ejections.findForAll(endpoint.address());
        if (path != null) {
            zero(path.localFailures);
        }
        EndpointRecord record = record(cluster, endpoint, cluster.service());
        boolean good = status < 500 || status == 508;
        record.tally.localGood.increment();
        (good ? record.tally.good : record.tally.bad).increment();
        if (status == 429) {
            record.tally.refused.increment();
        }
        if (good && latencyNanos >= 0) {
            record.tally.latency(latencyNanos);
        }
        zero(record.localFailures);
        if (ejections.any() && record.ejectedAt(ticker.nanos())) {
            ejections.tested(record, good, latencyNanos, cluster.policy().outlier());
            return Optional.empty();
        }
        if (good) {
            zero(record.serverErrors);
            zero(record.gatewayErrors);
            return Optional.empty();
        }
        return badAnswer(cluster, endpoint, record, status);
    }

    private Optional<Ejection> badAnswer(XdsCluster cluster, Endpoint endpoint, EndpointRecord record, int status) {
        OutlierPolicy policy = cluster.policy().outlier();
        boolean gateway = status >= 502 && status <= 504;
        int gatewayErrors = gateway ? record.gatewayErrors.incrementAndGet() : 0;
        if (!gateway) {
            zero(record.gatewayErrors);
        }
        int serverErrors = record.serverErrors.incrementAndGet();
        if (reached(gatewayErrors, policy.consecutiveGatewayFailure())) {
            return ejections.eject(cluster, endpoint, cluster.service(),
                    Verdict.byRow(Verdict.CONSECUTIVE_GATEWAY_FAILURE, policy));
        }
        return reached(serverErrors, policy.consecutive5xx())
                ? ejections.eject(cluster, endpoint, cluster.service(),
                        Verdict.byRow(Verdict.CONSECUTIVE_5XX, policy))
                : Optional.empty();
    }

    private Optional<Ejection> failed(XdsCluster cluster, Endpoint endpoint, String service, int asStatus) {
        EndpointRecord record = record(cluster, endpoint, service);
        OutlierPolicy policy = cluster.policy().outlier();
        if (!policy.statistics().splitLocalOrigin()) {
            EndpointRecord own = record(cluster, endpoint, cluster.service());
            own.tally.bad.increment();
            return badAnswer(cluster, endpoint, own, asStatus);
        }
        record.tally.localBad.increment();
        if (ejections.any() && record.ejectedAt(ticker.nanos())) {
            ejections.tested(record, false, NO_LATENCY, policy);
            return Optional.empty();
        }
        return reached(record.localFailures.incrementAndGet(), policy.consecutiveLocalOriginFailure())
                ? ejections.eject(cluster, endpoint, service,
                        Verdict.byRow(Verdict.CONSECUTIVE_LOCAL_ORIGIN_FAILURE, policy))
                : Optional.empty();
    }

    /**
     * Books how long an answer had not come when another endpoint's was taken in its place: it would have taken at least so
     * long. Without it nobody would know that an endpoint is slow whose slow answers are never waited for.
     */
    public void beaten(XdsCluster cluster, Endpoint endpoint, long latencyNanos) {
        record(cluster, endpoint, cluster.service()).tally.latency(latencyNanos);
    }

    /** Most often it is zero: a read is cheaper than a write that all loops see. */
    private static void zero(AtomicInteger count) {
        if (count.get() != 0) {
            count.set(0);
        }
    }

    private static boolean reached(int count, int limit) {
        return limit > 0 && count >= limit;
    }

    /**
     * Ejects, for all services, a gateway of another IDC that does not answer probes: the way to it is broken, whatever is
     * behind it. Returns the ejection that it led to.
     */
    public Optional<Ejection> unreachable(XdsCluster cluster, Endpoint endpoint) {
        record(cluster, endpoint, Ejections.EVERY_SERVICE);
        return ejections.eject(cluster, endpoint, Ejections.EVERY_SERVICE,
                Verdict.byRow(Verdict.PATH_PROBE, cluster.policy().outlier()));
    }

    /**
     * Compares endpoints with their peers and ejects; returns the ejections made. To be called a few times a second, by one
     * thread that is no event loop.
     */
    public List<Ejection> sweep() {
        return sweep.run(ticker.nanos());
    }

    /**
     * Tells what a test of an ejected endpoint showed, made by whoever re-tests what this gateway ejected. A bad one
     * prolongs the ejection, enough good ones in a row end it: two after a row of failures, ten after a comparison, times how
     * often it was ejected of late, but no more than twenty.
     *
     * @param latencyNanos how long the answer took; an endpoint that was ejected for latency must be fast again
     * @return whether the ejection has ended now
     */
    public boolean retested(Ejection ejection, boolean good, long latencyNanos) {
        EndpointRecord record = ejections.find(ejection.service(), ejection.address());
        XdsCluster cluster = record == null ? null : record.cluster;
        return record != null && cluster != null
                && ejections.tested(record, good, latencyNanos, cluster.policy().outlier());
    }

    /** Returns the cluster that used the ejected endpoint last, or null when it is forgotten. */
    public @Nullable XdsCluster cluster(Ejection ejection) {
        EndpointRecord record = ejections.find(ejection.service(), ejection.address());
        return record == null ? null : record.cluster;
    }

    /** Returns whether the endpoint gets no requests now, whatever the service. */
    public boolean ejectedForAll(Endpoint endpoint) {
        return ejected(Ejections.EVERY_SERVICE, endpoint);
    }

    /** Returns whether the endpoint gets no requests now, for that service or for all. */
    public boolean ejected(String service, Endpoint endpoint) {
        return ejections.any() && ejections.ejectedAt(service, endpoint, ticker.nanos());
    }

    /** Returns a number that changes whenever an endpoint is ejected or an ejection ends. */
    public long epoch() {
        return ejections.epoch();
    }

    /** Returns the ejections that are in force. */
    public List<Ejection> ejections() {
        return ejections.inForce();
    }

    /** Forgets endpoints that are in none of these clusters; call when a snapshot was swapped. */
    public void retain(Collection<XdsCluster> clusters) {
        ejections.retain(clusters);
    }
}
