package io.spillway.drill.bench.measure;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LatenciesTest {

    @Test
    void aPercentileIsTheNearestRank() {
        Latencies times = new Latencies();
        for (int i = 5000; i >= 1; i--) {
            times.add(i * 1_000_000L);
        }
        assertThat(times.millis(50)).isEqualTo(2500);
        assertThat(times.millis(99)).isEqualTo(4950);
        assertThat(times.millis(100)).isEqualTo(5000);
        assertThat(times.count()).isEqualTo(5000);
    }

    @Test
    void oneTimeIsEveryPercentile() {
        Latencies times = new Latencies();
        times.add(3_000_000);
        assertThat(times.millis(0)).isEqualTo(3);
        assertThat(times.millis(50)).isEqualTo(3);
        assertThat(times.millis(99)).isEqualTo(3);
    }

    @Test
    void nothingHasNone() {
        assertThatThrownBy(() -> new Latencies().millis(50)).hasMessageContaining("no times");
    }
}
