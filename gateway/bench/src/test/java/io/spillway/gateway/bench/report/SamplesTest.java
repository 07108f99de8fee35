package io.spillway.gateway.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SamplesTest {

    @Test
    void oneBadRoundDoesNotDecide() {
        Samples samples = new Samples();
        for (double value : new double[]{10, 90, 12}) {
            samples.add("http1", "spillway", "cpuMicrosPerRequest", value);
        }
        samples.add("http1", "haproxy", "cpuMicrosPerRequest", 10);
        List<Ratio> ratios = new ArrayList<>();
        samples.ratio(ratios, "http1", "haproxy", "cpuMicrosPerRequest", 1.3);
        assertThat(ratios).containsExactly(new Ratio("http1", "haproxy", "cpuMicrosPerRequest", 1.2, 1.3));
        assertThat(ratios.getFirst().met()).isTrue();
    }

    @Test
    void aSystemThatFailedKeepsItsFiguresAndTheFirstReasonAndSparesTheOthers() {
        Samples samples = new Samples();
        samples.add("http1", "spillway", "rps", 5);
        samples.add("http1", "haproxy", "rps", 7);
        samples.fail("http1", "haproxy", "ended");
        samples.fail("http1", "haproxy", "does not answer");
        assertThat(samples.failed("http1", "haproxy")).isTrue();
        assertThat(samples.failed("http1", "spillway")).isFalse();
        assertThat(samples.rows("http1")).containsExactly(new Row("spillway", "http1", Map.of("rps", 5.0)),
                new Row("haproxy", "http1", Map.of("rps", 7.0), "ended", null));
    }

    @Test
    void aDisturbedRoundDoesNotCountBesideAGoodOne() {
        Samples samples = new Samples();
        samples.add("http1", "spillway", Round.of(Map.of("rps", 5.0), 40, 0));
        samples.add("http1", "spillway", Round.of(Map.of("rps", 9.0), 1, 1));
        samples.add("http1", "spillway", Round.of(Map.of("rps", 2.0), 1, 30));
        assertThat(samples.rows("http1")).containsExactly(new Row("spillway", "http1", Map.of("rps", 9.0)));
    }

    @Test
    void whereAllRoundsWereDisturbedTheRowAndItsRatiosAreVoid() {
        Samples samples = new Samples();
        samples.add("http1", "spillway", Round.of(Map.of("rps", 5.0), 1, 30));
        samples.add("http1", "haproxy", Round.of(Map.of("rps", 10.0), 1, 0));
        assertThat(samples.rows("http1").getFirst().voided())
                .isEqualTo("not warm: its compilers used 30 % of its CPU time (at most 2 % may be)");
        List<Ratio> ratios = new ArrayList<>();
        samples.ratio(ratios, "http1", "haproxy", "rps", 1);
        assertThat(ratios).containsExactly(new Ratio("http1", "haproxy", "rps", 0.5, 1, true));
        assertThat(ratios.getFirst().met()).isFalse();
    }
}
