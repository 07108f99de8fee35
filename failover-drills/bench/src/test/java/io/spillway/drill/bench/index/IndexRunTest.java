package io.spillway.drill.bench.index;

import io.spillway.drill.fleet.Pause;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The bench of the index, in small: every change reaches the cluster of its workload, and is measured. */
class IndexRunTest {

    @Test
    void everyChangeIsMeasured() throws Exception {
        IndexRun.Measured measured = new IndexRun(new Size(20, 60), Ticker.system(), Pause.real())
                .run(new IndexRun.Pace(50, 1, 100, 1000));
        assertThat(measured.p50Millis()).isPositive();
        assertThat(measured.p99Millis()).isGreaterThanOrEqualTo(measured.p50Millis());
        assertThat(measured.loadSeconds()).isPositive();
        assertThat(measured.stateCpuMillisPerChange()).isPositive();
    }

    @Test
    void aWorldHasSomethingInIt() {
        assertThatThrownBy(() -> new Size(0, 10)).hasMessageContaining("services 0")
                .hasMessageContaining("at least 1");
    }
}
