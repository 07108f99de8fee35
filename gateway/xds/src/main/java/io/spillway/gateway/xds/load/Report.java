package io.spillway.gateway.xds.load;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterStats;
import io.envoyproxy.envoy.config.endpoint.v3.EndpointLoadMetricStats;
import io.envoyproxy.envoy.config.endpoint.v3.UpstreamLocalityStats;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsRequest;
import io.spillway.wire.xds.XdsNames;

/**
 * What has changed since the last report. Totals go in and differences come out, so that what happens while there is no
 * stream is in the next report. A report that was under way when its stream died is lost: LRS has no acknowledgement, and
 * to send it again would count twice what the control plane did hear. Used by the reporter's thread.
 */
final class Report {
    private record LocalityKey(String cluster, io.spillway.gateway.snapshot.Locality locality, int priority) {}

    private record DropKey(String cluster, String reason) {}

    private final Map<LocalityKey, LocalityLoad> lastLocalities = new HashMap<>();
    private final Map<DropKey, Long> lastDrops = new HashMap<>();
    private final Map<String, Long> lastAsked = new HashMap<>();
    private final Map<String, Long> lastUnserved = new HashMap<>();

    /**
     * Returns the report of an interval.
     *
     * @param wanted the clusters that the control plane asked for; empty for all
     */
    LoadStatsRequest next(List<ClusterLoad> totals, Set<String> wanted, Duration interval) {
        LoadStatsRequest.Builder request = LoadStatsRequest.newBuilder();
        for (ClusterLoad total : totals) {
            if (!wanted.isEmpty() && !wanted.contains(total.cluster())) {
                continue;
            }
            ClusterStats.Builder stats = ClusterStats.newBuilder().setClusterName(total.cluster())
                    .setClusterServiceName(total.service())
                    .setLoadReportInterval(com.google.protobuf.Duration.newBuilder()
                            .setSeconds(interval.getSeconds()).setNanos(interval.getNano()));
            for (LocalityLoad load : total.localities()) {
                add(stats, total.cluster(), load);
            }
            total.dropped().forEach((reason, count) -> drop(stats, new DropKey(total.cluster(), reason), count));
            Long before = lastAsked.put(total.cluster(), total.asked());
            long asked = since(total.asked(), before == null ? 0 : before);
            Long lastly = lastUnserved.put(total.cluster(), total.unserved());
            long unserved = since(total.unserved(), lastly == null ? 0 : lastly);
            if (asked > 0 || unserved > 0 || stats.getUpstreamLocalityStatsCount() > 0
                    || stats.getDroppedRequestsCount() > 0) {
                first(stats).addLoadMetricStats(metric(XdsNames.LOAD_REQUESTS, asked))
                        .addLoadMetricStats(metric(XdsNames.LOAD_UNSERVED, unserved));
                request.addClusterStats(stats);
            }
        }
        return request.build();
    }

    /**
     * LRS counts attempts. How many requests they are for is said as metrics of the first locality, which is where LRS has
     * room for it, and of one without a name when nobody was asked: a control plane that does not know them passes them over.
     */
    private static UpstreamLocalityStats.Builder first(ClusterStats.Builder stats) {
        return stats.getUpstreamLocalityStatsCount() > 0
                ? stats.getUpstreamLocalityStatsBuilder(0)
                : stats.addUpstreamLocalityStatsBuilder();
    }

    private static EndpointLoadMetricStats.Builder metric(String name, long count) {
        return EndpointLoadMetricStats.newBuilder().setMetricName(name).setNumRequestsFinishedWithMetric(count)
                .setTotalMetricValue((double) count);
    }

    private void add(ClusterStats.Builder stats, String cluster, LocalityLoad now) {
        LocalityKey key = new LocalityKey(cluster, now.locality(), now.priority());
        LocalityLoad before = lastLocalities.put(key, now);
        long issued = since(now.issued(), before == null ? 0 : before.issued());
        long successes = since(now.successes(), before == null ? 0 : before.successes());
        long errors = since(now.errors(), before == null ? 0 : before.errors());
        UpstreamLocalityStats.Builder place = UpstreamLocalityStats.newBuilder();
        finished(place, before == null ? FinishedLoad.NONE : before.finished(), now.finished());
        if (issued == 0 && successes == 0 && errors == 0 && now.inFlight() == 0
                && place.getLoadMetricStatsCount() == 0) {
            return;
        }
        stats.addUpstreamLocalityStats(place
                .setLocality(Locality.newBuilder().setRegion(now.locality().region()).setZone(now.locality().idc())
                        .setSubZone(now.locality().cluster()))
                .setPriority(now.priority()).setTotalIssuedRequests(issued).setTotalSuccessfulRequests(successes)
                .setTotalErrorRequests(errors).setTotalRequestsInProgress(Math.max(0, now.inFlight())));
    }

    /** What is 0 is not said: of all buckets a report has a few. */
    private static void finished(UpstreamLocalityStats.Builder place, FinishedLoad before, FinishedLoad now) {
        counted(place, XdsNames.LOAD_FAILED, since(now.failed(), before.failed()));
        counted(place, XdsNames.LOAD_MISROUTED, since(now.misrouted(), before.misrouted()));
        for (int i = 0; i < now.latency().size(); i++) {
            long since = since(now.at(i), before.at(i));
            if (since > 0) {
                counted(place, XdsNames.LOAD_LATENCY + i, since);
            }
        }
    }

    private static void counted(UpstreamLocalityStats.Builder place, String name, long count) {
        if (count > 0) {
            place.addLoadMetricStats(metric(name, count));
        }
    }

    private void drop(ClusterStats.Builder stats, DropKey key, long count) {
        Long before = lastDrops.put(key, count);
        long since = since(count, before == null ? 0 : before);
        if (since > 0) {
            stats.addDroppedRequests(
                    ClusterStats.DroppedRequests.newBuilder().setCategory(key.reason()).setDroppedCount(since));
            stats.setTotalDroppedRequests(stats.getTotalDroppedRequests() + since);
        }
    }

    /** A count that is lower than before has begun anew. */
    private static long since(long now, long before) {
        return now < before ? now : now - before;
    }
}
