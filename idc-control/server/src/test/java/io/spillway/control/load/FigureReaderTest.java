package io.spillway.control.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.envoyproxy.envoy.config.endpoint.v3.ClusterStats;
import io.envoyproxy.envoy.config.endpoint.v3.UpstreamLocalityStats;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsRequest;
import io.spillway.model.resource.LatencyBuckets;
import io.spillway.model.resource.MeasuredTraffic;
import org.junit.jupiter.api.Test;

import static io.spillway.control.load.Reports.cluster;
import static io.spillway.control.load.Reports.figure;
import static io.spillway.control.load.Reports.place;
import static io.spillway.control.load.Reports.reportOf;
import static org.assertj.core.api.Assertions.assertThat;

/** What one report says of requests that were finished. */
class FigureReaderTest {

    private static final World WITH_CROSSINGS = new World() {
        @Override
        public boolean hasCluster(String name) {
            return name.startsWith("orders/");
        }

        @Override
        public boolean hasIdc(String name) {
            return Reports.WORLD.hasIdc(name);
        }

        @Override
        public List<String> clusters() {
            return List.of();
        }
    };

    private static Interval read(ClusterStats.Builder... clusters) {
        LoadStatsRequest report = reportOf(clusters);
        return LoadReader.read(report, 2, WITH_CROSSINGS, LoadSettings.DEFAULTS);
    }

    private static MeasuredTraffic orders(Interval interval) {
        TrafficSum sum = interval.traffic().get("orders");
        assertThat(sum).isNotNull();
        return sum == null ? MeasuredTraffic.NONE : sum.traffic();
    }

    private static UpstreamLocalityStats.Builder ours(String idc, int attempts) {
        return place(idc, 0, attempts, attempts, 0, 0).addLoadMetricStats(figure("spillway.unserved", 0));
    }

    private static List<Long> latency(Map<Integer, Long> counts) {
        List<Long> all = new ArrayList<>(Collections.nCopies(LatencyBuckets.COUNT, 0L));
        counts.forEach(all::set);
        return all;
    }

    @Test
    void ofOurGatewaysRequestsCountOnceHoweverOftenTheyWereTried() {
        MeasuredTraffic orders = orders(read(
                cluster("orders/default!idc-b", 2,
                        ours("idc-b", 90).addLoadMetricStats(figure("spillway.latency.3", 20))
                                .addLoadMetricStats(figure("spillway.latency.12", 4))
                                .addLoadMetricStats(figure("spillway.failed", 3)),
                        place("idc-a", 1, 10, 9, 1, 0).addLoadMetricStats(figure("spillway.latency.3", 6))
                                .addLoadMetricStats(figure("spillway.misrouted", 2))),
                cluster("orders/default", 2, place("idc-a", 0, 1, 1, 0, 0)
                        .addLoadMetricStats(figure("spillway.unserved", 5)))));
        assertThat(orders).isEqualTo(new MeasuredTraffic(35, 8, 2, Map.of("idc-b", 24.0, "idc-a", 6.0),
                latency(Map.of(3, 26L, 12, 4L))));
    }

    @Test
    void aStockDataPlaneTellsAttemptsAndNobodyKnowsHowLongTheyTake() {
        MeasuredTraffic orders = orders(read(cluster("orders/default", 2, place("idc-a", 0, 20, 18, 1, 1),
                place("idc-b", 1, 10, 8, 1, 1))));
        assertThat(orders).isEqualTo(
                new MeasuredTraffic(28, 2, 0, Map.of("idc-a", 19.0, "idc-b", 9.0), List.of()));
        assertThat(orders.p99Millis()).isNaN();
    }

    /** Their own gateways measure them: added to what those say they would count twice. */
    @Test
    void requestsFromAnotherIdcAreNotOfThisOne() {
        assertThat(read(cluster("orders/default@local", 2,
                ours("idc-a", 50).addLoadMetricStats(figure("spillway.latency.3", 50)))).traffic()).isEmpty();
    }

    @Test
    void whatMakesNoSenseIsLeftOutAndSaid() {
        Interval interval = read(cluster("orders/default", 2, ours("idc-a", 10)
                .addLoadMetricStats(figure("spillway.latency.36", 7))
                .addLoadMetricStats(figure("spillway.latency.x", 7))
                .addLoadMetricStats(figure("spillway.latency.", 7)).addLoadMetricStats(figure("spillway.latency.-1", 7))
                .addLoadMetricStats(figure("spillway.failed", -1))
                .addLoadMetricStats(figure("spillway.misrouted", Long.MAX_VALUE))
                .addLoadMetricStats(figure("spillway.latency.35", 1)).addLoadMetricStats(figure("of.somebody.else", 9)),
                place("idc-z", 0, 0, 0, 0, 0).addLoadMetricStats(figure("spillway.latency.1", 4))));
        assertThat(orders(interval))
                .isEqualTo(new MeasuredTraffic(1, 0, 0, Map.of("idc-a", 1.0), latency(Map.of(35, 1L))));
        assertThat(interval.ignored()).containsEntry(Nonsense.BUCKET, 4).containsEntry(Nonsense.COUNT, 2);
    }
}
