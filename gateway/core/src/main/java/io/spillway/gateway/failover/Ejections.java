package io.spillway.gateway.failover;

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
 * Who is ejected, and who may be. Safe for all threads; decisions are made under one lock, which is held for microseconds
 * and taken only when a rule is met or an ejection ends.
 */
final class Ejections {
    /** The key of failures that no service is to blame for. */
    static final String EVERY_SERVICE = "";

    private final Ticker ticker;
    private final Map<String, Map<String, EndpointRecord>> byService = new ConcurrentHashMap<>();
    private final Map<String, EndpointRecord> everyService = new ConcurrentHashMap<>();
    private final AtomicLong epoch = new AtomicLong();
    private final Object lock = new Object();
    /** When the next ejection ends; means nothing while {@link #count} is 0. Written under the lock. */
    private volatile long nextEnd;
    /** How many ejections are in force. Written under the lock. */
    private volatile int count;

    Ejections(Ticker ticker) {
        this.ticker = ticker;
        byService.put(EVERY_SERVICE, everyService);
    }

    /** Returns the records of all services by service and address; the first one of {@link #EVERY_SERVICE}. */
    Map<String, Map<String, EndpointRecord>> records() {
        return byService;
    }

    @Nullable
    EndpointRecord find(String service, String address) {
        Map<String, EndpointRecord> records = byService.get(service);
        return records == null ? null : records.get(address);
    }

    EndpointRecord findOrAdd(String service, String address) {
        Map<String, EndpointRecord> records = byService.get(service);
        if (records == null) {
            records = byService.computeIfAbsent(service, _ -> new ConcurrentHashMap<>());
        }
        EndpointRecord record = records.get(address);
        return record != null ? record : records.computeIfAbsent(address, _ -> new EndpointRecord());
    }

    @Nullable
    EndpointRecord findForAll(String address) {
        return everyService.get(address);
    }

    boolean any() {
        return count > 0;
    }

    boolean ejectedAt(String service, Endpoint endpoint, long now) {
        if (count == 0) {
            return false;
        }
        EndpointRecord forAll = everyService.get(endpoint.address());
        if (forAll != null && forAll.ejectedAt(now)) {
            return true;
        }
        EndpointRecord forService = find(service, endpoint.address());
        return forService != null && forService.ejectedAt(now);
    }

    long epoch() {
        if (count > 0 && ticker.nanos() - nextEnd >= 0) {
            synchronized (lock) {
                if (count > 0 && ticker.nanos() - nextEnd >= 0) {
                    recount(ticker.nanos());
                    epoch.incrementAndGet();
                }
            }
        }
        return epoch.get();
    }

    List<Ejection> inForce() {
        synchronized (lock) {
            long now = ticker.nanos();
            List<Ejection> inForce = new ArrayList<>();
            for (Map<String, EndpointRecord> records : byService.values()) {
                for (EndpointRecord record : records.values()) {
                    Ejection ejection = record.ejection();
                    if (ejection != null && record.ejectedAt(now)) {
                        inForce.add(ejection);
                    }
                }
            }
            return List.copyOf(inForce);
        }
    }

    Optional<Ejection> eject(XdsCluster cluster, Endpoint endpoint, String service, Verdict verdict) {
        synchronized (lock) {
            long now = ticker.nanos();
            EndpointRecord record = findOrAdd(service, endpoint.address());
            if (record.ejectedAt(now) || !mayEject(cluster, endpoint, verdict, now)) {
                return Optional.empty();
            }
            Ejection ejection = record.eject(service, endpoint, verdict, now, jitter(verdict.policy(), endpoint, now));
            recount(now);
            epoch.incrementAndGet();
            return Optional.of(ejection);
        }
    }

    /** Books a test of an ejected endpoint; returns whether it ended the ejection. */
    boolean tested(EndpointRecord record, boolean good, long latencyNanos, OutlierPolicy policy) {
        synchronized (lock) {
            long now = ticker.nanos();
            if (!record.ejectedAt(now)) {
                return false;
            }
            boolean proven = record.tested(good, latencyNanos, now, policy);
            if (proven) {
                record.free(now);
                epoch.incrementAndGet();
            }
            recount(now);
            return proven;
        }
    }

    void retain(Collection<XdsCluster> clusters) {
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
            int before = count;
            recount(ticker.nanos());
            // A new epoch makes every cluster be prepared again: not for a swap that took no ejected endpoint away.
            if (count != before) {
                epoch.incrementAndGet();
            }
        }
    }

    /** Spread by what is at hand, so that no source of chance is needed here. */
    private static long jitter(OutlierPolicy policy, Endpoint endpoint, long now) {
        long most = policy.statistics().jitter().toNanos();
        if (most == 0) {
            return 0;
        }
        long mixed = (endpoint.address().hashCode() * 0x9E3779B97F4A7C15L) ^ (now * 0xBF58476D1CE4E5B9L);
        return Math.floorMod(mixed ^ (mixed >>> 31), most + 1);
    }

    private boolean mayEject(XdsCluster cluster, Endpoint endpoint, Verdict verdict, long now) {
        int members = 0;
        int out = 0;
        boolean otherAvailable = false;
        for (Endpoint one : endpoints(cluster)) {
            members++;
            boolean ejected = ejectedAt(cluster.service(), one, now);
            out += ejected ? 1 : 0;
            otherAvailable |= usable(one, ejected) && !one.address().equals(endpoint.address());
        }
        int percent = verdict.policy().maxEjectionPercent();
        // One may always go unless none may, as Envoy's always_eject_one_host has it.
        long most = percent == 0 ? 0 : Math.max(1, (long) members * percent / 100);
        return otherAvailable && out < most && (!verdict.forLatency() || mayDemote(cluster, endpoint, now));
    }

    /** Being late is no reason to leave an IDC: at least half of the usable ones of the priority stay, and one in any case. */
    private boolean mayDemote(XdsCluster cluster, Endpoint endpoint, long now) {
        for (PriorityLevel level : cluster.priorities()) {
            int there = 0;
            int left = 0;
            boolean found = false;
            for (LocalityEndpoints locality : level.localities()) {
                for (Endpoint one : locality.endpoints()) {
                    boolean isIt = one.address().equals(endpoint.address());
                    found |= isIt;
                    there += usable(one, false) ? 1 : 0;
                    left += !isIt && usable(one, ejectedAt(cluster.service(), one, now)) ? 1 : 0;
                }
            }
            if (found) {
                return left > 0 && 2 * left >= there;
            }
        }
        return false;
    }

    private static boolean usable(Endpoint endpoint, boolean ejected) {
        return !ejected && (endpoint.health() == Health.HEALTHY || endpoint.health() == Health.DEGRADED);
    }

    /** Sets count and next end anew; ejections that are over are marked so. */
    private void recount(long now) {
        int inForce = 0;
        long soonest = Long.MAX_VALUE;
        for (Map<String, EndpointRecord> records : byService.values()) {
            for (EndpointRecord record : records.values()) {
                if (record.ejectedAt(now)) {
                    inForce++;
                    soonest = Math.min(soonest, record.end() - now);
                } else if (record.ejection() != null) {
                    record.free();
                }
            }
        }
        nextEnd = inForce == 0 ? 0 : now + soonest;
        count = inForce;
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
