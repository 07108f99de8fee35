package io.spillway.gateway.bench.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.report.Ratio;
import io.spillway.gateway.bench.report.Row;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                new Row("haproxy", "http1", Map.of("rps", 7.0), "ended"));
    }

    @Test
    void anUnknownCaseIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Scenarios.named(List.of("http9"))).isInstanceOf(BenchFailure.class)
                .hasMessageContaining("'http9' is unknown").hasMessageContaining("http1-keepalive-100B");
    }
}
