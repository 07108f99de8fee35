package io.spillway.gateway.failover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.OutlierPolicy;
import io.spillway.gateway.snapshot.OutlierStatistics;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.XdsCluster;

/**
 * Compares endpoints with their peers, a few times a second, on one thread that is no event loop: Envoy's success rate and
 * failure percentage once per interval, the ten-second window and the latency each time.
 */
final class OutlierSweep {
    /** What Envoy's rules look at: answers, or what this gateway saw itself. */
    private record Measure(ToLongFunction<EndpointHistory> volume, ToDoubleFunction<EndpointHistory> rate) {
        private static final Measure ANSWERS = new Measure(EndpointHistory::requests, EndpointHistory::successRate);
        private static final Measure LOCAL = new Measure(EndpointHistory::localRequests,
                EndpointHistory::localSuccessRate);

        List<Member> enough(List<Member> members, int requestVolume) {
            return members.stream().filter(one -> volume.applyAsLong(one.history()) >= requestVolume).toList();
        }
    }

    /** An endpoint of a cluster with what is known of it. */
    private record Member(Endpoint endpoint, EndpointHistory history) {}

    private final Ejections ejections;
    /** When each service's interval began. */
    private final Map<String, Long> begun = new HashMap<>();

    OutlierSweep(Ejections ejections) {
        this.ejections = ejections;
    }

    List<Ejection> run(long now) {
        List<Ejection> made = new ArrayList<>();
        begun.keySet().retainAll(ejections.records().keySet());
        ejections.records().forEach((service, records) -> {
            if (service.equals(Ejections.EVERY_SERVICE)) {
                return;
            }
            Set<XdsCluster> active = Collections.newSetFromMap(new IdentityHashMap<>());
            Set<String> known = new HashSet<>();
            for (EndpointRecord record : records.values()) {
                XdsCluster cluster = record.cluster;
                if (drain(record, now) && cluster != null && known.add(cluster.name())) {
                    active.add(cluster);
                }
            }
            service(service, records, active, now, made);
        });
        return made;
    }

    private static boolean drain(EndpointRecord record, long now) {
        boolean any = record.history.drain(record.tally, now);
        if (record.ejectedAt(now)) {
            record.history.forget();
            return false;
        }
        return any;
    }

    private void service(String service, Map<String, EndpointRecord> records, Set<XdsCluster> active, long now,
            List<Ejection> made) {
        boolean intervalOver = false;
        for (XdsCluster cluster : active) {
            long begin = begun.computeIfAbsent(service, _ -> now);
            boolean over = now - begin >= cluster.policy().outlier().interval().toNanos();
            intervalOver |= over;
            cluster(cluster, records, over, now, made);
        }
        if (intervalOver) {
            begun.put(service, now);
            records.values().forEach(record -> record.history.endInterval());
        }
    }

    private void cluster(XdsCluster cluster, Map<String, EndpointRecord> records, boolean intervalOver, long now,
            List<Ejection> made) {
        List<Member> all = new ArrayList<>();
        for (PriorityLevel level : cluster.priorities()) {
            List<Member> members = new ArrayList<>();
            for (LocalityEndpoints locality : level.localities()) {
                for (Endpoint endpoint : locality.endpoints()) {
                    EndpointRecord record = records.get(endpoint.address());
                    if (record != null && !ejections.ejectedAt(cluster.service(), endpoint, now)) {
                        members.add(new Member(endpoint, record.history));
                    }
                }
            }
            latency(cluster, members, made);
            all.addAll(members);
        }
        window(cluster, all, made);
        if (intervalOver) {
            OutlierStatistics statistics = cluster.policy().outlier().statistics();
            successRate(cluster, all, Measure.ANSWERS, made);
            failurePercentage(cluster, all, Measure.ANSWERS, made);
            if (statistics.splitLocalOrigin()) {
                successRate(cluster, all, Measure.LOCAL, made);
                failurePercentage(cluster, all, Measure.LOCAL, made);
            }
        }
    }

    private void latency(XdsCluster cluster, List<Member> members, List<Ejection> made) {
        OutlierPolicy policy = cluster.policy().outlier();
        OutlierStatistics.Latency rule = policy.statistics().latency();
        if (rule.factor() == 0) {
            return;
        }
        List<Member> enough = members.stream()
                .filter(one -> one.history().latencySamples() >= rule.minimumSamples()).toList();
        if (enough.size() < 2) {
            return;
        }
        double[] logs = enough.stream().mapToDouble(one -> one.history().latencyLog()).toArray();
        double[] sorted = logs.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < logs.length; i++) {
            double median = OutlierRules.medianOfOthers(sorted, logs[i]);
            if (OutlierRules.farLater(rule, logs[i], median)) {
                Verdict late = Verdict.late(policy, OutlierRules.latencyBound(rule, median));
                eject(cluster, enough.get(i), late, made);
            }
        }
    }

    private void window(XdsCluster cluster, List<Member> members, List<Ejection> made) {
        OutlierPolicy policy = cluster.policy().outlier();
        OutlierStatistics.Window rule = policy.statistics().window();
        long requests = 0;
        long failures = 0;
        for (Member member : members) {
            requests += member.history().windowRequests();
            failures += member.history().windowFailures();
        }
        for (Member member : members) {
            long own = member.history().windowRequests();
            long ownFailures = member.history().windowFailures();
            if (OutlierRules.failsFarMore(rule, own, ownFailures, requests - own, failures - ownFailures)) {
                eject(cluster, member, Verdict.byComparison(Verdict.WINDOW, policy), made);
            }
        }
    }

    private void successRate(XdsCluster cluster, List<Member> members, Measure measure, List<Ejection> made) {
        OutlierPolicy policy = cluster.policy().outlier();
        OutlierStatistics.SuccessRate rule = policy.statistics().successRate();
        List<Member> enough = measure.enough(members, rule.requestVolume());
        if (!rule.on() || enough.isEmpty() || enough.size() < rule.minimumHosts()) {
            return;
        }
        double[] rates = enough.stream().mapToDouble(one -> measure.rate().applyAsDouble(one.history())).toArray();
        double threshold = OutlierRules.successRateThreshold(rates, rule.stdevFactor());
        for (int i = 0; i < rates.length; i++) {
            if (rates[i] < threshold) {
                eject(cluster, enough.get(i), Verdict.byComparison(Verdict.SUCCESS_RATE, policy), made);
            }
        }
    }

    private void failurePercentage(XdsCluster cluster, List<Member> members, Measure measure, List<Ejection> made) {
        OutlierPolicy policy = cluster.policy().outlier();
        OutlierStatistics.FailurePercentage rule = policy.statistics().failurePercentage();
        List<Member> enough = measure.enough(members, rule.requestVolume());
        if (!rule.on() || enough.size() < rule.minimumHosts()) {
            return;
        }
        for (Member member : enough) {
            if (100 - measure.rate().applyAsDouble(member.history()) >= rule.threshold()) {
                eject(cluster, member, Verdict.byComparison(Verdict.FAILURE_PERCENTAGE, policy), made);
            }
        }
    }

    private void eject(XdsCluster cluster, Member member, Verdict verdict, List<Ejection> made) {
        ejections.eject(cluster, member.endpoint(), cluster.service(), verdict).ifPresent(made::add);
    }
}
