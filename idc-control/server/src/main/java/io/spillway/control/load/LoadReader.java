package io.spillway.control.load;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterStats;
import io.envoyproxy.envoy.config.endpoint.v3.EndpointLoadMetricStats;
import io.envoyproxy.envoy.config.endpoint.v3.UpstreamLocalityStats;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsRequest;
import io.spillway.wire.xds.XdsNames;
import io.spillway.wire.xds.XdsNames.Parsed;

/**
 * Reads one report. What makes no sense is left out and counted by reason, the rest counts: one cluster that is gone must
 * not cost the figures of all others. Pure. Used by one thread, once.
 */
final class LoadReader {

    /** No data plane does more than this in a second, and no sum of so much overflows anything. */
    static final double MOST_PER_SECOND = 1e8;
    static final long MOST_IN_FLIGHT = 100_000_000;
    static final double MOST_SECONDS = 24 * 60 * 60;
    /** Envoy takes no more priorities than these. */
    static final int MOST_PRIORITIES = 128;

    private static final double LEAST_SECONDS = 0.001;
    private static final double NANOS = 1e9;

    private final World world;
    private final LoadSettings limits;
    private final double seconds;
    private final Map<LoadKey, Counts> counts = new HashMap<>();
    private final Map<DropKey, Double> drops = new HashMap<>();
    private final Map<String, Double> demand = new HashMap<>();
    private final Map<Nonsense, Integer> ignored = new EnumMap<>(Nonsense.class);
    private final FigureReader figures;

    /** Of the cluster that is being read: attempts begun, and requests refused before any. */
    private double attempts;
    /** Of the cluster that is being read, negative when its data plane does not tell. */
    private double requests;

    private LoadReader(World world, LoadSettings limits, double seconds) {
        this.world = world;
        this.limits = limits;
        this.seconds = seconds;
        this.figures = new FigureReader(world, limits, seconds, this::ignore);
    }

    /** Returns why a report is too much to be read, or an empty string. */
    static String refusal(LoadStatsRequest report, LoadSettings limits) {
        int bytes = report.getSerializedSize();
        if (bytes > limits.messageBytes()) {
            return "report of " + bytes + " bytes (expected: " + limits.messageBytes() + " at most)";
        }
        return report.getClusterStatsCount() > limits.clusters()
                ? "report of " + report.getClusterStatsCount() + " clusters (expected: " + limits.clusters()
                        + " at most)"
                : "";
    }

    /**
     * Reads a report.
     *
     * @param gapSeconds the time since the message before it; counts when a report does not say how long its time was
     */
    static Interval read(LoadStatsRequest report, double gapSeconds, World world, LoadSettings limits) {
        double gap = Math.clamp(gapSeconds, LEAST_SECONDS, MOST_SECONDS);
        double longest = 0;
        for (ClusterStats stats : report.getClusterStatsList()) {
            double told = told(stats.getLoadReportInterval());
            longest = Math.max(longest, sane(told) ? told : 0);
        }
        LoadReader reader = new LoadReader(world, limits, longest > 0 ? Math.max(LEAST_SECONDS, longest) : gap);
        report.getClusterStatsList().forEach(reader::cluster);
        return new Interval(reader.seconds, reader.counts, reader.drops, reader.demand,
                reader.ignored, reader.figures.services());
    }

    private static double told(Duration interval) {
        return interval.getSeconds() + interval.getNanos() / NANOS;
    }

    private static boolean sane(double told) {
        return told >= 0 && told <= MOST_SECONDS;
    }

    private void cluster(ClusterStats stats) {
        Parsed name = XdsNames.parse(stats.getClusterName());
        double told = told(stats.getLoadReportInterval());
        if (name == null || !world.hasCluster(stats.getClusterName())) {
            ignore(Nonsense.UNKNOWN_CLUSTER);
        } else if (!sane(told)) {
            ignore(Nonsense.INTERVAL);
        } else {
            // Clusters of one report may have been counted for different times; here all are for the longest.
            double spread = told > 0 ? seconds / Math.max(LEAST_SECONDS, told) : 1;
            attempts = 0;
            requests = -1;
            int places = 0;
            for (UpstreamLocalityStats place : stats.getUpstreamLocalityStatsList()) {
                places++;
                if (places > limits.localities()) {
                    ignore(Nonsense.TOO_MANY);
                    break;
                }
                requests(place, spread);
                if (!saysOnlyRequests(place)) {
                    place(stats.getClusterName(), name, place, spread);
                }
            }
            dropped(stats, name, spread);
            figures.cluster(stats, name, spread);
            demand.merge(stats.getClusterName(), requests < 0 ? attempts : requests, Double::sum);
        }
    }

    /** Attempts are more than users ask for while something fails and is tried again: our gateways tell both. */
    private void requests(UpstreamLocalityStats place, double spread) {
        for (EndpointLoadMetricStats metric : place.getLoadMetricStatsList()) {
            if (metric.getMetricName().equals(XdsNames.LOAD_REQUESTS)) {
                long count = metric.getNumRequestsFinishedWithMetric();
                if (wrong(count, spread)) {
                    ignore(Nonsense.COUNT);
                } else {
                    requests = Math.max(0, requests) + count * spread;
                }
            }
        }
    }

    /** Where nobody was asked, requests stand in a locality without a name. */
    private static boolean saysOnlyRequests(UpstreamLocalityStats place) {
        return place.getLoadMetricStatsCount() > 0 && !place.hasLocality() && place.getTotalIssuedRequests() == 0;
    }

    private void place(String cluster, Parsed name, UpstreamLocalityStats place, double spread) {
        String idc = place.getLocality().getZone();
        long inFlight = place.getTotalRequestsInProgress();
        if (!world.hasIdc(idc)) {
            ignore(Nonsense.UNKNOWN_IDC);
        } else if (place.getPriority() < 0 || place.getPriority() >= MOST_PRIORITIES) {
            ignore(Nonsense.PRIORITY);
        } else if (wrong(place.getTotalIssuedRequests(), spread) || wrong(place.getTotalSuccessfulRequests(), spread)
                || wrong(place.getTotalErrorRequests(), spread) || inFlight < 0 || inFlight > MOST_IN_FLIGHT) {
            ignore(Nonsense.COUNT);
        } else {
            LoadKey key = new LoadKey(name.service(), name.group(), cluster, place.getLocality().getRegion(), idc,
                    place.getLocality().getSubZone(), place.getPriority());
            attempts += place.getTotalIssuedRequests() * spread;
            counts.merge(key, new Counts(place.getTotalIssuedRequests() * spread,
                    place.getTotalSuccessfulRequests() * spread, place.getTotalErrorRequests() * spread, inFlight),
                    Counts::and);
        }
    }

    private void dropped(ClusterStats stats, Parsed name, double spread) {
        int categories = 0;
        for (ClusterStats.DroppedRequests dropped : stats.getDroppedRequestsList()) {
            categories++;
            if (categories > limits.categories()) {
                ignore(Nonsense.TOO_MANY);
                break;
            }
            if (wrong(dropped.getDroppedCount(), spread)) {
                ignore(Nonsense.COUNT);
            } else {
                attempts += dropped.getDroppedCount() * spread;
                drops.merge(new DropKey(name.service(), stats.getClusterName(), dropped.getCategory()),
                        dropped.getDroppedCount() * spread, Double::sum);
            }
        }
    }

    /** An unsigned count of 2^63 or more is negative here. */
    private boolean wrong(long count, double spread) {
        return count < 0 || count * spread > MOST_PER_SECOND * seconds;
    }

    private void ignore(Nonsense reason) {
        ignored.merge(reason, 1, Integer::sum);
    }
}
