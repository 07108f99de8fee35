package io.spillway.gateway.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.OutlierPolicy;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.XdsCluster;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Ejects endpoints for what they answer or fail to answer, as Envoy's consecutive rules have it. What happens on a connection
 * (answers, resets, time-outs) is counted per service and endpoint: one service's errors behind another IDC's gateway do not
 * eject that gateway for other services. Failures to connect are counted per endpoint. The last endpoint over all priorities
 * of a cluster is never ejected. Ejections are this gateway's own and are not exported.
 *
 * <p>Safe for all threads; what a success costs is a few map look-ups. Decisions to eject are made under one lock, which is
 * held for microseconds and taken only when a row of failures is complete or an ejection ends.
 */
public final class OutlierDetector {
    /** The key of failures that no service is to blame for. */
    private static final String EVERY_SERVICE = "";

    private final Ticker ticker;
    private final Map<String, Map<String, EndpointRecord>> byService = new ConcurrentHashMap<>();
    private final Map<String, EndpointRecord> everyService = new ConcurrentHashMap<>();
    private final AtomicLong epoch = new AtomicLong();
    private final Object lock = new Object();
    /** When the next ejection ends; means nothing while {@link #ejectedCount} is 0. Written under the lock. */
    private volatile long nextEnd;
    /** How many ejections are in force. Written under the lock. */
    private volatile int ejectedCount;

    /** Creates a detector that has seen nothing. */
    public OutlierDetector(Ticker ticker) {
        this.ticker = ticker;
        byService.put(EVERY_SERVICE, everyService);
    }

    /** Counts an attempt; returns the ejection that it led to. */
    public Optional<Ejection> report(XdsCluster cluster, Endpoint endpoint, AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Answered answered -> answered(cluster, endpoint, answered.status());
            case AttemptOutcome.ConnectFailed _ -> failed(cluster, endpoint, EVERY_SERVICE);
            // A kept connection that was too old says nothing about the endpoint.
            case AttemptOutcome.ResetBeforeResponse(boolean reused) -> reused
                    ? Optional.empty()
                    : failed(cluster, endpoint, cluster.service());
            case AttemptOutcome.ResponseBroken _ -> failed(cluster, endpoint, cluster.service());
            case AttemptOutcome.TimedOut _ -> failed(cluster, endpoint, cluster.service());
        };
    }

    private Optional<Ejection> answered(XdsCluster cluster, Endpoint endpoint, int status) {
        EndpointRecord path = everyService.get(endpoint.address());
        if (path != null) {
            path.localFailures.set(0);
        }
        if (status < 500 || status == 508) {
            EndpointRecord record = find(cluster.service(), endpoint);
            if (record != null) {
                record.serverErrors.set(0);
                record.gatewayErrors.set(0);
                record.localFailures.set(0);
            }
            return Optional.empty();
        }
        OutlierPolicy policy = cluster.policy().outlier();
        EndpointRecord record = findOrAdd(cluster.service(), endpoint);
        record.localFailures.set(0);
        int gatewayErrors = status >= 502 && status <= 504 ? record.gatewayErrors.incrementAndGet() : 0;
        if (gatewayErrors == 0) {
            record.gatewayErrors.set(0);
        }
        int serverErrors = record.serverErrors.incrementAndGet();
        if (reached(gatewayErrors, policy.consecutiveGatewayFailure())) {
            return eject(cluster, endpoint, cluster.service(), "consecutive_gateway_failure");
        }
        return reached(serverErrors, policy.consecutive5xx())
                ? eject(cluster, endpoint, cluster.service(), "consecutive_5xx")
                : Optional.empty();
    }

    private Optional<Ejection> failed(XdsCluster cluster, Endpoint endpoint, String service) {
        int failures = findOrAdd(service, endpoint).localFailures.incrementAndGet();
        return reached(failures, cluster.policy().outlier().consecutiveLocalOriginFailure())
                ? eject(cluster, endpoint, service, "consecutive_local_origin_failure")
                : Optional.empty();
    }

    private static boolean reached(int count, int limit) {
        return limit > 0 && count >= limit;
    }

    /** Returns whether the endpoint gets no requests now, for that service or for all. */
    public boolean ejected(String service, Endpoint endpoint) {
        if (ejectedCount == 0) {
            return false;
        }
        long now = ticker.nanos();
        EndpointRecord forAll = everyService.get(endpoint.address());
        if (forAll != null && forAll.ejectedAt(now)) {
            return true;
        }
        EndpointRecord forService = find(service, endpoint);
        return forService != null && forService.ejectedAt(now);
    }

    /** Returns a number that changes whenever an endpoint is ejected or an ejection ends. */
    public long epoch() {
        if (ejectedCount > 0 && ticker.nanos() - nextEnd >= 0) {
            endEjections();
        }
        return epoch.get();
    }

    /** Returns the ejections that are in force. */
    public List<Ejection> ejections() {
        synchronized (lock) {
            long now = ticker.nanos();
            List<Ejection> inForce = new ArrayList<>();
            for (Map<String, EndpointRecord> records : byService.values()) {
                for (EndpointRecord record : records.values()) {
                    Ejection ejection = record.ejection;
                    if (ejection != null && record.ejectedAt(now)) {
                        inForce.add(ejection);
                    }
                }
            }
            return List.copyOf(inForce);
        }
    }

    /** Forgets endpoints that are in none of these clusters; call when a snapshot was swapped. */
    public void retain(Collection<XdsCluster> clusters) {
        Set<String> addresses = ConcurrentHashMap.newKeySet();
        for (XdsCluster cluster : clusters) {
            for (Endpoint endpoint : endpoints(cluster)) {
                addresses.add(endpoint.address());
            }
        }
        synchronized (lock) {
            for (Map<String, EndpointRecord> records : byService.values()) {
                records.keySet().retainAll(addresses);
            }
            int before = ejectedCount;
            countEjected(ticker.nanos());
            // A new epoch makes every cluster be prepared again: not for a swap that took no ejected endpoint away.
            if (ejectedCount != before) {
                epoch.incrementAndGet();
            }
        }
    }

    private Optional<Ejection> eject(XdsCluster cluster, Endpoint endpoint, String service, String reason) {
        synchronized (lock) {
            long now = ticker.nanos();
            EndpointRecord record = findOrAdd(service, endpoint);
            if (record.ejectedAt(now) || !mayEject(cluster, endpoint, now)) {
                return Optional.empty();
            }
            OutlierPolicy policy = cluster.policy().outlier();
            Duration length = record.eject(now, policy);
            Ejection ejection = new Ejection(service, endpoint.address(), endpoint.idc(), reason, length,
                    record.times());
            record.ejection = ejection;
            countEjected(now);
            epoch.incrementAndGet();
            return Optional.of(ejection);
        }
    }

    private boolean mayEject(XdsCluster cluster, Endpoint endpoint, long now) {
        int members = 0;
        int ejectedNow = 0;
        boolean otherAvailable = false;
        for (Endpoint one : endpoints(cluster)) {
            members++;
            boolean out = ejectedAt(cluster.service(), one, now);
            ejectedNow += out ? 1 : 0;
            boolean usable = !out && (one.health() == Health.HEALTHY || one.health() == Health.DEGRADED);
            otherAvailable |= usable && !one.address().equals(endpoint.address());
        }
        int percent = cluster.policy().outlier().maxEjectionPercent();
        // As Envoy has it, one may always go unless none may.
        long most = percent == 0 ? 0 : Math.max(1, (long) members * percent / 100);
        return otherAvailable && ejectedNow < most;
    }

    private boolean ejectedAt(String service, Endpoint endpoint, long now) {
        EndpointRecord forAll = everyService.get(endpoint.address());
        EndpointRecord forService = find(service, endpoint);
        return (forAll != null && forAll.ejectedAt(now)) || (forService != null && forService.ejectedAt(now));
    }

    private void endEjections() {
        synchronized (lock) {
            if (ejectedCount > 0 && ticker.nanos() - nextEnd >= 0) {
                countEjected(ticker.nanos());
                epoch.incrementAndGet();
            }
        }
    }

    /** Sets count and next end anew; ejections that are over are marked so. */
    private void countEjected(long now) {
        int count = 0;
        long soonest = Long.MAX_VALUE;
        for (Map<String, EndpointRecord> records : byService.values()) {
            for (EndpointRecord record : records.values()) {
                if (record.ejectedAt(now)) {
                    count++;
                    soonest = Math.min(soonest, record.end() - now);
                } else {
                    record.ejection = null;
                }
            }
        }
        nextEnd = count == 0 ? 0 : now + soonest;
        ejectedCount = count;
    }

    private @Nullable EndpointRecord find(String service, Endpoint endpoint) {
        Map<String, EndpointRecord> records = byService.get(service);
        return records == null ? null : records.get(endpoint.address());
    }

    private EndpointRecord findOrAdd(String service, Endpoint endpoint) {
        return byService.computeIfAbsent(service, _ -> new ConcurrentHashMap<>()).computeIfAbsent(endpoint.address(),
                _ -> new EndpointRecord());
    }

    private static List<Endpoint> endpoints(XdsCluster cluster) {
        List<Endpoint> all = new ArrayList<>();
        for (PriorityLevel level : cluster.priorities()) {
            for (LocalityEndpoints locality : level.localities()) {
                all.addAll(locality.endpoints());
            }
        }
        return all;
    }
}
