package io.spillway.gateway.failover;

import java.time.Duration;

import io.spillway.gateway.snapshot.OutlierStatistics.Latency;
import io.spillway.gateway.snapshot.OutlierStatistics.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class OutlierRulesTest {
    private static final Latency LATE = new Latency(4, Duration.ofMillis(10), 10);

    private static double log(long millis) {
        return (double) Tally.log(millis * 1_000_000);
    }

    @Test
    void theThresholdIsTheMeanLessNinetenTenthsOfTheStandardDeviation() {
        // Mean 90, population deviation 20.
        assertThat(OutlierRules.successRateThreshold(new double[]{100, 100, 100, 100, 50}, 1900)).isCloseTo(52,
                within(1e-9));
        assertThat(OutlierRules.successRateThreshold(new double[]{100, 100, 100, 100, 50}, 1000)).isCloseTo(70,
                within(1e-9));
        assertThat(OutlierRules.successRateThreshold(new double[]{80, 80}, 1900)).isEqualTo(80);
    }

    @ParameterizedTest
    @CsvSource({"100, 100, 100, 0, true", "100, 20, 100, 0, true", "100, 19, 100, 0, false",
            "100, 100, 100, 20, true", "100, 100, 100, 21, false", "19, 19, 100, 0, false", "100, 100, 19, 0, false"})
    void theWindowAsksForOftenAndForFarMoreOftenThanThePeers(long requests, long failures, long peers,
            long peerFailures, boolean out) {
        assertThat(OutlierRules.failsFarMore(Window.DEFAULT, requests, failures, peers, peerFailures)).isEqualTo(out);
        assertThat(OutlierRules.failsFarMore(Window.OFF, requests, failures, peers, peerFailures)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"100, 2, true", "13, 2, true", "11, 2, false", "8, 2, false", "39, 10, false", "41, 10, true",
            "300, 100, false", "2, 100, false"})
    void lateIsFourTimesAndTenMillisecondsMore(long millis, long peers, boolean late) {
        // The logarithm is exact to 9 %, so the examples keep away from the edge.
        assertThat(OutlierRules.farLater(LATE, log(millis), log(peers)))
                .isEqualTo(late);
        assertThat(OutlierRules.farLater(Latency.OFF, log(millis), log(peers)))
                .isFalse();
    }

    @Test
    void theLogarithmGivesTheNumberBack() {
        for (long nanos : new long[]{1000, 1_234_567, 2_000_000, 99_000_000, 60_000_000_000L}) {
            assertThat(Tally.nanos((double) Tally.log(nanos))).isCloseTo((double) nanos, within(nanos / 900.0));
        }
        assertThat(Tally.log(0)).isEqualTo(Tally.log(1000));
    }

    @Test
    void theMedianLeavesTheOneOutThatIsJudged() {
        double[] sorted = {1, 2, 9};
        assertThat(OutlierRules.medianOfOthers(sorted, 9)).isEqualTo(1);
        assertThat(OutlierRules.medianOfOthers(sorted, 1)).isEqualTo(2);
        assertThat(OutlierRules.medianOfOthers(new double[]{2, 100}, 100)).isEqualTo(2);
        assertThat(OutlierRules.medianOfOthers(new double[]{2, 100}, 2)).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"0, 200", "1, 499", "2, 500", "4, 504", "8, 429", "12, 501", "13, 500", "14, 503", "15, 500",
            "16, 401", "17, 500", "-1, 500"})
    void aGrpcStatusCountsAsTheHttpStatusThatMeansTheSame(int grpc, int http) {
        assertThat(GrpcStatus.toHttp(grpc)).isEqualTo(http);
    }

    @ParameterizedTest
    @CsvSource({"404, 12", "503, 14", "502, 14", "504, 4", "408, 4", "429, 8", "403, 7", "401, 16", "400, 13",
            "508, 13",
            "302, 2"})
    void aGatewaysOwnAnswerHasTheGrpcStatusThatMeansTheSame(int http, int grpc) {
        assertThat(GrpcStatus.ofHttp(http)).isEqualTo(grpc);
    }
}
