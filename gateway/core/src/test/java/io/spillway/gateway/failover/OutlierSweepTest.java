package io.spillway.gateway.failover;

import java.time.Duration;
import java.util.List;

import io.spillway.gateway.limit.LimitPolicy;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.OutlierPolicy;
import io.spillway.gateway.snapshot.OutlierStatistics;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.RetryBudgetPolicy;
import io.spillway.gateway.snapshot.XdsCluster;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.balance.Clusters.level;
import static io.spillway.gateway.balance.Clusters.workloads;
import static org.assertj.core.api.Assertions.assertThat;

/** Endpoints that are bad by comparison only. */
class OutlierSweepTest {
    private static final OutlierPolicy NO_ROWS = new OutlierPolicy(0, 0, 0, Duration.ofSeconds(10),
            Duration.ofSeconds(5), Duration.ofSeconds(60), 100);
    private static final long MILLI = 1_000_000;

    private final FakeTicker ticker = new FakeTicker();
    private final OutlierDetector detector = new OutlierDetector(ticker);

    private static XdsCluster cluster(OutlierPolicy policy, PriorityLevel... levels) {
        return new XdsCluster("orders/default", "orders", "default", List.of(levels), new ClusterPolicy(
                Duration.ofMillis(250), 140, 50, policy, RetryBudgetPolicy.DEFAULT, LimitPolicy.OPEN));
    }

    private void answers(XdsCluster cluster, Endpoint endpoint, int good, int bad, long latency) {
        for (int i = 0; i < good; i++) {
            detector.report(cluster, endpoint, AttemptOutcome.Answered.OK, latency);
        }
        for (int i = 0; i < bad; i++) {
            detector.report(cluster, endpoint, AttemptOutcome.Answered.of(500), latency);
        }
    }

    private List<String> sweepAfter(Duration time) {
        ticker.advance(time);
        return detector.sweep().stream().map(ejection -> ejection.address() + " " + ejection.reason()).toList();
    }

    @Test
    void oneOfFiveFailsMoreThanTheSpreadAllows() {
        Endpoint[] five = workloads("idc-a", 5, Health.HEALTHY);
        OutlierStatistics off = OutlierStatistics.OFF;
        XdsCluster cluster = cluster(
                NO_ROWS.withStatistics(new OutlierStatistics(OutlierStatistics.SuccessRate.ENVOY,
                        off.failurePercentage(), off.window(), off.latency(), Duration.ZERO, true)),
                level(0, "idc-a", five));
        sweepAfter(Duration.ZERO);
        for (int i = 0; i < 5; i++) {
            answers(cluster, five[i], 100, i == 3 ? 30 : 0, -1);
        }
        assertThat(sweepAfter(Duration.ofMillis(250))).as("within the interval").isEmpty();
        answers(cluster, five[0], 1, 0, -1);
        assertThat(sweepAfter(Duration.ofSeconds(10))).containsExactly("10.0.0.4:8080 success_rate");
        for (int i = 0; i < 5; i++) {
            answers(cluster, five[i], 50, i == 2 ? 49 : 0, -1);
        }
        assertThat(sweepAfter(Duration.ofSeconds(10))).as("less than 100 requests each").isEmpty();
    }

    @Test
    void failuresByPercentage() {
        Endpoint[] five = workloads("idc-a", 5, Health.HEALTHY);
        OutlierStatistics off = OutlierStatistics.OFF;
        XdsCluster cluster = cluster(NO_ROWS.withStatistics(new OutlierStatistics(off.successRate(),
                new OutlierStatistics.FailurePercentage(true, 85, 5, 50), off.window(), off.latency(), Duration.ZERO,
                true)), level(0, "idc-a", five));
        answers(cluster, five[0], 1, 0, -1);
        sweepAfter(Duration.ZERO);
        for (int i = 0; i < 5; i++) {
            answers(cluster, five[i], i == 0 ? 6 : i == 1 ? 16 : 50, i == 0 ? 44 : i == 1 ? 84 : 0, -1);
        }
        assertThat(sweepAfter(Duration.ofSeconds(10))).containsExactly("10.0.0.1:8080 failure_percentage");
    }

    @Test
    void oneOfTwoFailsAQuarterOfItsRequestsNeverFiveInARow() {
        Endpoint[] two = workloads("idc-a", 2, Health.HEALTHY);
        XdsCluster cluster = cluster(NO_ROWS, level(0, "idc-a", two));
        answers(cluster, two[0], 30, 10, -1);
        answers(cluster, two[1], 40, 0, -1);
        assertThat(sweepAfter(Duration.ofMillis(250))).containsExactly("10.0.0.1:8080 failure_window");
    }

    @Test
    void whenBothFailAlikeNobodyIsTheOutlier() {
        Endpoint[] two = workloads("idc-a", 2, Health.HEALTHY);
        XdsCluster cluster = cluster(NO_ROWS, level(0, "idc-a", two));
        answers(cluster, two[0], 30, 10, -1);
        answers(cluster, two[1], 35, 5, -1);
        assertThat(sweepAfter(Duration.ofMillis(250))).isEmpty();
    }

    @Test
    void whatWasLongAgoIsForgotten() {
        Endpoint[] two = workloads("idc-a", 2, Health.HEALTHY);
        XdsCluster cluster = cluster(NO_ROWS, level(0, "idc-a", two));
        answers(cluster, two[0], 10, 9, -1);
        answers(cluster, two[1], 19, 0, -1);
        assertThat(sweepAfter(Duration.ofMillis(250))).as("19 are too few").isEmpty();
        ticker.advance(Duration.ofSeconds(11));
        answers(cluster, two[0], 19, 1, -1);
        answers(cluster, two[1], 20, 0, -1);
        assertThat(sweepAfter(Duration.ofMillis(250))).isEmpty();
    }

    @Test
    void oneOfTwoIsFiftyTimesSlowerIsDemotedWithinASecondAndComesBackWhenItIsFast() {
        Endpoint[] two = workloads("idc-a", 2, Health.HEALTHY);
        XdsCluster cluster = cluster(NO_ROWS, level(0, "idc-a", two));
        for (int i = 0; i < 8; i++) {
            answers(cluster, two[0], 100, 0, 2 * MILLI);
            answers(cluster, two[1], 100, 0, 2 * MILLI);
            assertThat(sweepAfter(Duration.ofMillis(250))).isEmpty();
        }
        int sweeps = 0;
        while (!detector.ejected("orders", two[1])) {
            answers(cluster, two[0], 200, 0, 2 * MILLI);
            answers(cluster, two[1], 20, 0, 100 * MILLI);
            sweepAfter(Duration.ofMillis(250));
            sweeps++;
            assertThat(sweeps).isLessThanOrEqualTo(8);
        }
        assertThat(detector.ejections()).singleElement().extracting(Ejection::reason).isEqualTo("latency");
        Ejection ejection = detector.ejections().getFirst();
        ticker.advance(Duration.ofMillis(300));
        for (int i = 0; i < 40; i++) {
            assertThat(detector.retested(ejection, true, 100 * MILLI)).isFalse();
            ticker.advance(Duration.ofMillis(250));
            assertThat(detector.epoch()).isNotNegative();
            assertThat(detector.ejected("orders", two[1])).as("slow tests prolong").isTrue();
        }
        assertThat(detector.retested(ejection, true, 2 * MILLI)).isFalse();
        assertThat(detector.retested(ejection, true, 2 * MILLI)).isTrue();
        assertThat(detector.ejected("orders", two[1])).isFalse();
    }

    @Test
    void lateIsNoReasonToLeaveAPriority() {
        Endpoint[] local = workloads("idc-a", 1, Health.HEALTHY);
        Endpoint[] three = {Endpoint.workload("10.0.1.1", 1, "idc-b"), Endpoint.workload("10.0.1.2", 1, "idc-b"),
                Endpoint.workload("10.0.1.3", 1, "idc-b")};
        XdsCluster cluster = cluster(NO_ROWS, level(0, "idc-a", local), level(1, "idc-b", three));
        answers(cluster, local[0], 50, 0, 500 * MILLI);
        answers(cluster, three[0], 50, 0, 2 * MILLI);
        answers(cluster, three[1], 50, 0, 300 * MILLI);
        answers(cluster, three[2], 50, 0, 300 * MILLI);
        assertThat(sweepAfter(Duration.ofMillis(250))).as("the local one has no peer; one of three may go")
                .containsExactly("10.0.1.2:1 latency");
    }

    @Test
    void aFewLateAnswersOfManyDemoteNobody() {
        Endpoint[] two = workloads("idc-a", 2, Health.HEALTHY);
        XdsCluster cluster = cluster(NO_ROWS, level(0, "idc-a", two));
        answers(cluster, two[0], 100, 0, 2 * MILLI);
        answers(cluster, two[1], 95, 0, 2 * MILLI);
        answers(cluster, two[1], 5, 0, 5000 * MILLI);
        assertThat(sweepAfter(Duration.ofMillis(250))).isEmpty();
    }

    @Test
    void withoutTheSplitOwnFailuresAreAnswers() {
        Endpoint[] two = workloads("idc-a", 2, Health.HEALTHY);
        OutlierStatistics mixed = new OutlierStatistics(OutlierStatistics.SuccessRate.ENVOY,
                OutlierStatistics.FailurePercentage.ENVOY, OutlierStatistics.Window.OFF, OutlierStatistics.Latency.OFF,
                Duration.ZERO, false);
        XdsCluster cluster = cluster(new OutlierPolicy(5, 0, 3, Duration.ofSeconds(10), Duration.ofSeconds(5),
                Duration.ofSeconds(60), 100, mixed), level(0, "idc-a", two));
        for (int i = 0; i < 4; i++) {
            assertThat(detector.report(cluster, two[0], new AttemptOutcome.TimedOut())).isEmpty();
        }
        assertThat(detector.report(cluster, two[0], new AttemptOutcome.ConnectFailed("refused")))
                .map(Ejection::reason).contains("consecutive_5xx");
    }

    @Test
    void goodTestsInARowEndAnEjectionAndABadOneProlongsIt() {
        Endpoint[] two = workloads("idc-a", 2, Health.HEALTHY);
        XdsCluster cluster = cluster(OutlierPolicy.DEFAULT, level(0, "idc-a", two));
        for (int i = 0; i < 5; i++) {
            detector.report(cluster, two[0], new AttemptOutcome.TimedOut());
        }
        assertThat(detector.ejected("orders", two[0])).isTrue();
        Ejection ejection = detector.ejections().getFirst();
        ticker.advance(Duration.ofMillis(250));
        assertThat(detector.retested(ejection, true, 1)).isFalse();
        assertThat(detector.retested(ejection, false, -1)).as("bad tests begin again").isFalse();
        assertThat(detector.retested(ejection, true, 1)).isFalse();
        assertThat(detector.retested(ejection, true, 1)).isTrue();
        assertThat(detector.ejected("orders", two[0])).isFalse();
    }
}
