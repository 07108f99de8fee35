package io.spillway.control.load;

import java.time.Instant;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsRequest;
import io.spillway.model.resource.MeasuredTraffic;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a data plane reports: figures that make sense, of what is served, and no sum that runs over. */
class LoadReaderFuzzTest {

    @FuzzTest
    void report(byte[] octets) {
        LoadStatsRequest report;
        try {
            report = LoadStatsRequest.parseFrom(octets);
        } catch (InvalidProtocolBufferException notOne) {
            return;
        }
        if (!LoadReader.refusal(report, LoadSettings.DEFAULTS).isEmpty()) {
            return;
        }
        Map<String, PathTold> paths = PathTold.read(report.getNode(), Reports.WORLD, Instant.EPOCH);
        if (paths != null) {
            assertThat(paths.keySet()).allMatch(Reports.WORLD::hasIdc);
            assertThat(paths.values()).noneMatch(path -> path.usable() && path.lost())
                    .noneMatch(path -> path.since().isAfter(Instant.EPOCH));
        }
        for (double gap : new double[]{-1, 0, 2, Double.MAX_VALUE}) {
            judge(LoadReader.read(report, gap, Reports.WORLD, LoadSettings.DEFAULTS), report);
        }
    }

    private static void judge(Interval interval, LoadStatsRequest report) {
        assertThat(interval.seconds()).isPositive().isLessThanOrEqualTo(LoadReader.MOST_SECONDS);
        int places = report.getClusterStatsList().stream().mapToInt(stats -> stats.getUpstreamLocalityStatsCount())
                .sum();
        double most = LoadReader.MOST_PER_SECOND * interval.seconds() * Math.max(1, places);
        interval.counts().forEach((key, counts) -> {
            assertThat(Reports.WORLD.hasCluster(key.cluster())).isTrue();
            assertThat(Reports.WORLD.hasIdc(key.idc())).isTrue();
            assertThat(key.priority()).isBetween(0, LoadReader.MOST_PRIORITIES - 1);
            assertThat(counts.issued()).isBetween(0.0, most);
            assertThat(counts.successes()).isBetween(0.0, most);
            assertThat(counts.errors()).isBetween(0.0, most);
            assertThat(counts.inFlight()).isBetween(0L, LoadReader.MOST_IN_FLIGHT * Math.max(1, places));
        });
        assertThat(interval.drops().values()).allMatch(count -> count >= 0 && Double.isFinite(count));
        interval.traffic().forEach((service, sum) -> {
            MeasuredTraffic traffic = sum.traffic();
            assertThat(traffic.requestsPerSecond()).isBetween(0.0, Double.MAX_VALUE);
            assertThat(traffic.failedPerSecond()).isBetween(0.0, Double.MAX_VALUE);
            assertThat(traffic.misroutedPerSecond()).isBetween(0.0, Double.MAX_VALUE);
            assertThat(traffic.servedBy().keySet()).allMatch(Reports.WORLD::hasIdc);
            assertThat(traffic.latency()).allMatch(count -> count >= 0);
        });
        assertThat(interval.ignored().values()).allMatch(count -> count > 0);
    }
}
