package io.spillway.control.load;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterStats;
import io.envoyproxy.envoy.config.endpoint.v3.UpstreamLocalityStats;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsRequest;
import org.junit.jupiter.api.Test;

import static io.spillway.control.load.Reports.cluster;
import static io.spillway.control.load.Reports.dropped;
import static io.spillway.control.load.Reports.place;
import static io.spillway.control.load.Reports.reportOf;
import static io.spillway.control.load.Reports.requests;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What a report says, whatever it says. */
class LoadReaderTest {

    private static final LoadKey ORDERS_B = new LoadKey("orders", "default", "orders/default", "", "idc-b", "", 1);

    private static Interval read(LoadStatsRequest report) {
        return LoadReader.read(report, 5, Reports.WORLD, LoadSettings.DEFAULTS);
    }

    @Test
    void aReportIsReadByClusterPlaceAndPriority() {
        Interval interval = read(reportOf(
                cluster("orders/default", 2, place("idc-a", 0, 20, 18, 1, 3), place("idc-b", 1, 10, 8, 1, 1))
                        .addDroppedRequests(dropped("max_requests", 4)),
                cluster("orders/default!idc-b", 2, place("idc-b", 0, 6, 6, 0, 0))));
        assertThat(interval.seconds()).isEqualTo(2);
        assertThat(interval.counts()).hasSize(3).containsEntry(ORDERS_B, new Counts(10, 8, 1, 1));
        assertThat(interval.drops()).containsEntry(new DropKey("orders", "orders/default", "max_requests"), 4.0);
        assertThat(interval.ignored()).isEmpty();
    }

    @Test
    void clustersThatWereCountedForUnequalTimesAreSpreadOverTheLongest() {
        Interval interval = read(reportOf(cluster("orders/default", 1, place("idc-b", 1, 10, 10, 0, 2)),
                cluster("inventory/default", 4, place("idc-a", 0, 8, 8, 0, 0))));
        assertThat(interval.seconds()).isEqualTo(4);
        assertThat(interval.counts()).containsEntry(ORDERS_B, new Counts(40, 40, 0, 2));
    }

    @Test
    void aReportThatDoesNotSayItsTimeCoversTheTimeSinceTheOneBefore() {
        assertThat(read(reportOf(cluster("orders/default", 0, place("idc-b", 1, 10, 10, 0, 0)))).seconds())
                .isEqualTo(5);
        assertThat(read(reportOf()).seconds()).isEqualTo(5);
        assertThat(LoadReader.read(reportOf(), -3, Reports.WORLD, LoadSettings.DEFAULTS).seconds()).isPositive();
    }

    @Test
    void aPlaceThatIsNamedTwiceIsAddedUp() {
        Interval interval = read(reportOf(cluster("orders/default", 2, place("idc-b", 1, 10, 8, 1, 1),
                place("idc-b", 1, 1, 1, 0, 1))));
        assertThat(interval.counts()).containsExactly(Map.entry(ORDERS_B, new Counts(11, 9, 1, 2)));
    }

    @Test
    void demandIsWhatUsersAskForHoweverOftenItIsTried() {
        Interval told = read(reportOf(cluster("orders/default", 2,
                place("idc-a", 0, 90, 0, 90, 0).addLoadMetricStats(requests(60)),
                place("idc-b", 1, 60, 60, 0, 0)).addDroppedRequests(dropped("capacity_share", 5))));
        assertThat(told.demand()).isEqualTo(Map.of("orders/default", 60.0));
        assertThat(told.counts().values().stream().mapToDouble(Counts::issued).sum()).as("attempts").isEqualTo(150);
        Interval silent = read(reportOf(cluster("orders/default", 2, place("idc-a", 0, 90, 0, 90, 0),
                place("idc-b", 1, 60, 60, 0, 0)).addDroppedRequests(dropped("shed", 5))));
        assertThat(silent.demand()).as("a stock Envoy tells attempts").isEqualTo(Map.of("orders/default", 155.0));
    }

    @Test
    void demandIsKnownOfWhatWasRefusedBeforeAnybodyWasAsked() {
        Interval refused = read(reportOf(cluster("orders/default", 2,
                UpstreamLocalityStats.newBuilder().addLoadMetricStats(requests(7)))
                .addDroppedRequests(dropped("max_requests", 7))));
        assertThat(refused.demand()).isEqualTo(Map.of("orders/default", 7.0));
        assertThat(refused.counts()).isEmpty();
        assertThat(refused.ignored()).isEmpty();
        Interval retried = read(reportOf(cluster("orders/default", 2,
                place("idc-a", 0, 3, 3, 0, 0).addLoadMetricStats(requests(0)))));
        assertThat(retried.demand()).as("of requests of the interval before").isEqualTo(Map.of("orders/default", 0.0));
        Interval nonsense = read(reportOf(cluster("orders/default", 2,
                place("idc-a", 0, 3, 3, 0, 0).addLoadMetricStats(requests(-1)))));
        assertThat(nonsense.demand()).isEqualTo(Map.of("orders/default", 3.0));
        assertThat(nonsense.ignored()).isEqualTo(Map.of(Nonsense.COUNT, 1));
    }

    @Test
    void nonsenseIsLeftOutAndCountedAndTheRestCounts() {
        ClusterStats.Builder good = cluster("orders/default", 2, place("idc-b", 1, 10, 8, 1, 1),
                place("idc-x", 1, 5, 5, 0, 0), place("", 1, 5, 5, 0, 0), place("idc-b", -1, 5, 5, 0, 0),
                place("idc-b", 128, 5, 5, 0, 0), place("idc-b", 2, -1, 0, 0, 0), place("idc-b", 2, 0, 0, -5, 0),
                place("idc-b", 2, Long.MAX_VALUE, 0, 0, 0), place("idc-b", 2, 1, 1, 0, -1),
                place("idc-b", 2, 1, 1, 0, Long.MAX_VALUE)).addDroppedRequests(dropped("shed", -1))
                .addDroppedRequests(dropped("shed", 2));
        Interval interval = read(reportOf(good, cluster("gone/default", 2, place("idc-a", 0, 5, 5, 0, 0)),
                cluster("not a name", 2), cluster("inventory/default", -2, place("idc-a", 0, 5, 5, 0, 0)),
                cluster("inventory/default", 100_000, place("idc-a", 0, 5, 5, 0, 0))));
        assertThat(interval.seconds()).isEqualTo(2);
        assertThat(interval.counts()).containsExactly(Map.entry(ORDERS_B, new Counts(10, 8, 1, 1)));
        assertThat(interval.drops().values()).containsExactly(2.0);
        assertThat(interval.ignored()).isEqualTo(Map.of(Nonsense.UNKNOWN_CLUSTER, 2, Nonsense.UNKNOWN_IDC, 2,
                Nonsense.PRIORITY, 2, Nonsense.COUNT, 6, Nonsense.INTERVAL, 2));
    }

    @Test
    void moreThanTheLimitsIsRefusedOrLeftOut() {
        LoadSettings small = new LoadSettings(LoadSettings.DEFAULTS.every(), 9, 2, 300, 2, 2, 1);
        ClusterStats.Builder orders = cluster("orders/default", 2, place("idc-a", 0, 1, 1, 0, 0),
                place("idc-a", 1, 1, 1, 0, 0), place("idc-a", 2, 1, 1, 0, 0)).addDroppedRequests(dropped("a", 1))
                .addDroppedRequests(dropped("b", 1));
        Interval interval = LoadReader.read(reportOf(orders), 2, Reports.WORLD, small);
        assertThat(interval.counts()).hasSize(2);
        assertThat(interval.drops()).hasSize(1);
        assertThat(interval.ignored()).isEqualTo(Map.of(Nonsense.TOO_MANY, 2));
        assertThat(LoadReader.refusal(reportOf(orders), small)).isEmpty();
        ClusterStats.Builder tiny = cluster("a/b", 1);
        assertThat(LoadReader.refusal(reportOf(tiny, tiny, tiny), small))
                .isEqualTo("report of 3 clusters (expected: 2 at most)");
        assertThat(LoadReader.refusal(reportOf(orders, orders, orders, orders), small))
                .contains("bytes (expected: 300");
    }

    /** Random messages, and random changes of the bytes of good ones: figures stay finite, and never below zero. */
    @Test
    void whateverIsReportedTheFiguresAreFigures() {
        for (int seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            LoadStatsRequest report = seed % 2 == 0 ? hostile(random) : damaged(random);
            Interval interval = LoadReader.read(report, random.nextDouble(-10, 1e6), Reports.WORLD,
                    LoadSettings.DEFAULTS);
            assertThat(interval.seconds()).as("seed %d", seed).isBetween(0.001, LoadReader.MOST_SECONDS);
            for (Counts counts : interval.counts().values()) {
                double most = LoadReader.MOST_PER_SECOND * interval.seconds() * 5;
                assertThat(List.of(counts.issued(), counts.successes(), counts.errors())).as("seed %d", seed)
                        .allMatch(count -> count >= 0 && count <= most);
                assertThat(counts.inFlight()).as("seed %d", seed).isBetween(0L, 5 * LoadReader.MOST_IN_FLIGHT);
            }
            assertThat(interval.demand().values()).as("seed %d", seed).allMatch(Double::isFinite)
                    .allMatch(count -> count >= 0);
            assertThat(interval.drops().values()).as("seed %d", seed).allMatch(Double::isFinite)
                    .allMatch(count -> count >= 0);
        }
    }

    private static LoadStatsRequest hostile(SplittableRandom random) {
        List<String> names = List.of("orders/default", "orders/default!idc-b", "inventory/default", "x/y", "", "/",
                "!@");
        List<String> zones = List.of("idc-a", "idc-b", "", "idc-z", "\0");
        long[] numbers = {0, 1, -1, 7, 1_000_000, Long.MAX_VALUE, Long.MIN_VALUE, 99_999_999};
        LoadStatsRequest.Builder report = LoadStatsRequest.newBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            ClusterStats.Builder cluster = report.addClusterStatsBuilder()
                    .setClusterName(names.get(random.nextInt(names.size())));
            cluster.getLoadReportIntervalBuilder().setSeconds(numbers[random.nextInt(numbers.length)])
                    .setNanos((int) numbers[random.nextInt(numbers.length)]);
            for (int j = random.nextInt(5); j > 0; j--) {
                cluster.addUpstreamLocalityStats(place(zones.get(random.nextInt(zones.size())),
                        random.nextInt(-2, 200), numbers[random.nextInt(numbers.length)],
                        numbers[random.nextInt(numbers.length)], numbers[random.nextInt(numbers.length)],
                        numbers[random.nextInt(numbers.length)]));
                cluster.addDroppedRequests(dropped("c" + random.nextInt(3), numbers[random.nextInt(numbers.length)]));
            }
        }
        return report.build();
    }

    private static LoadStatsRequest damaged(SplittableRandom random) {
        byte[] bytes = reportOf(
                cluster("orders/default", 2, place("idc-a", 0, 20, 18, 1, 3).addLoadMetricStats(requests(24)),
                        place("idc-b", 1, 10, 8, 1, 1)).addDroppedRequests(dropped("max_requests", 4)))
                .toByteArray();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        try {
            return LoadStatsRequest.parseFrom(ByteString.copyFrom(bytes));
        } catch (InvalidProtocolBufferException refusedByGrpc) {
            return LoadStatsRequest.getDefaultInstance();
        }
    }

    @Test
    void aMillionRequestsASecondAreNotNonsense() {
        Interval interval = read(reportOf(cluster("orders/default", 2, place("idc-b", 1, 2_000_000, 0, 0, 0))));
        assertThat(interval.counts().values()).singleElement()
                .satisfies(counts -> assertThat(counts.issued()).isCloseTo(2e6, within(1.0)));
    }
}
