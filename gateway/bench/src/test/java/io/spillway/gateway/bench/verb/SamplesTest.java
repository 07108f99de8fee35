package io.spillway.gateway.bench.verb;

import java.util.ArrayList;
import java.util.List;

import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.report.Ratio;
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
    void anUnknownCaseIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Scenarios.named(List.of("http9"))).isInstanceOf(BenchFailure.class)
                .hasMessageContaining("'http9' is unknown").hasMessageContaining("http1-keepalive-100B");
    }
}
