package io.spillway.control.load;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.envoyproxy.envoy.config.endpoint.v3.ClusterStats;
import io.envoyproxy.envoy.config.endpoint.v3.EndpointLoadMetricStats;
import io.envoyproxy.envoy.config.endpoint.v3.UpstreamLocalityStats;
import io.spillway.model.resource.LatencyBuckets;
import io.spillway.wire.xds.XdsNames;
import io.spillway.wire.xds.XdsNames.Parsed;
import io.spillway.wire.xds.XdsNames.Variant;

/**
 * Reads of one report what became of requests that users of this IDC made, by service. Our gateways tell it; of others, the
 * attempts that have ended stand for it. Used by one thread, once.
 */
final class FigureReader {

    /** All buckets, what else our gateways say, and some that a later version may. */
    private static final int MOST_METRICS = 64;

    private final World world;
    private final LoadSettings limits;
    private final double seconds;
    private final Consumer<Nonsense> ignored;
    private final Map<String, TrafficSum> services = new HashMap<>();

    FigureReader(World world, LoadSettings limits, double seconds, Consumer<Nonsense> ignored) {
        this.world = world;
        this.limits = limits;
        this.seconds = seconds;
        this.ignored = ignored;
    }

    /** Returns what was read, by service. */
    Map<String, TrafficSum> services() {
        return services;
    }

    /** Reads a cluster that is known. {@code spread}: by how much its counts are multiplied. */
    void cluster(ClusterStats stats, Parsed name, double spread) {
        if (name.variant() == Variant.Only.LOCAL) {
            // Requests from another IDC's gateways, which tell it themselves.
            return;
        }
        TrafficSum sum = services.computeIfAbsent(name.service(), _ -> new TrafficSum());
        boolean ours = ours(stats);
        stats.getUpstreamLocalityStatsList().stream().limit(limits.localities()).forEach(place -> {
            String idc = place.getLocality().getZone();
            boolean known = world.hasIdc(idc);
            if (!ours && known) {
                attempts(sum, idc, place, spread);
            }
            if (ours) {
                place.getLoadMetricStatsList().stream().limit(MOST_METRICS)
                        .forEach(metric -> metric(sum, known ? idc : "", metric, spread));
            }
            if (place.getLoadMetricStatsCount() > MOST_METRICS) {
                ignored.accept(Nonsense.TOO_MANY);
            }
        });
    }

    private static boolean ours(ClusterStats stats) {
        return stats.getUpstreamLocalityStatsList().stream().flatMap(place -> place.getLoadMetricStatsList().stream())
                .anyMatch(metric -> metric.getMetricName().equals(XdsNames.LOAD_UNSERVED));
    }

    private void attempts(TrafficSum sum, String idc, UpstreamLocalityStats place, double spread) {
        double good = place.getTotalSuccessfulRequests() * spread;
        double bad = place.getTotalErrorRequests() * spread;
        double most = LoadReader.MOST_PER_SECOND * seconds;
        // What is wrong with these is said where attempts are read.
        if (good >= 0 && bad >= 0 && good <= most && bad <= most) {
            sum.served(idc, good + bad);
            sum.failed(bad);
        }
    }

    /** What a later version says beside is not wrong. {@code idc} is empty for one that is not known. */
    private void metric(TrafficSum sum, String idc, EndpointLoadMetricStats metric, double spread) {
        String name = metric.getMetricName();
        double count = metric.getNumRequestsFinishedWithMetric() * spread;
        if (name.equals(XdsNames.LOAD_REQUESTS)) {
            // Requests that came, which may have ended or not.
            return;
        }
        if (count < 0 || count > LoadReader.MOST_PER_SECOND * seconds) {
            ignored.accept(Nonsense.COUNT);
        } else if (name.equals(XdsNames.LOAD_UNSERVED)) {
            sum.served("", count);
            sum.failed(count);
        } else if (!idc.isEmpty()) {
            switch (name) {
                case XdsNames.LOAD_FAILED -> sum.failed(count);
                case XdsNames.LOAD_MISROUTED -> sum.misrouted(count);
                default -> latency(sum, idc, name, count);
            }
        }
    }

    private void latency(TrafficSum sum, String idc, String name, double count) {
        if (!name.startsWith(XdsNames.LOAD_LATENCY)) {
            return;
        }
        int bucket = bucket(name.substring(XdsNames.LOAD_LATENCY.length()));
        if (bucket < 0) {
            ignored.accept(Nonsense.BUCKET);
        } else {
            sum.served(idc, count);
            sum.latency(bucket, count);
        }
    }

    private static int bucket(String number) {
        int bucket = -1;
        if (number.length() == 1 || number.length() == 2) {
            bucket = 0;
            for (int i = 0; i < number.length(); i++) {
                int digit = number.charAt(i) - '0';
                bucket = digit < 0 || digit > 9 || bucket < 0 ? -1 : bucket * 10 + digit;
            }
        }
        return bucket < LatencyBuckets.COUNT ? bucket : -1;
    }
}
