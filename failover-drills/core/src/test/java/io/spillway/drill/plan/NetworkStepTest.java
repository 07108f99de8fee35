package io.spillway.drill.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.spillway.drill.fault.Fault.OnNetwork;
import io.spillway.drill.fault.Fault.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A step that breaks the network of an IDC. */
class NetworkStepTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void silenceIsTheLossOfAll() throws Exception {
        DrillPlan plan = read("{idc: idc-b, drop: true, direction: out}");

        assertThat(plan.networkFaults()).containsExactly(
                Map.entry("bad", new OnNetwork("idc-b", 100, Duration.ZERO, Duration.ZERO, 0, Way.OUT)));
        assertThat(plan.steps().get(1)).isInstanceOfSatisfying(Step.Break.class,
                step -> assertThat(step.ttl()).isEqualTo(Duration.ofSeconds(20)));
        assertThat(plan.networkFaults().values()).extracting(OnNetwork::words)
                .containsExactly("network of idc-b: nothing arrives, out");
    }

    @Test
    void severalThingsMayBeBadTogether() throws Exception {
        OnNetwork fault = read("{idc: idc-b, lossPercent: 5, latency: 100ms, jitter: 20ms, bandwidth: 1MiB}")
                .networkFaults().values().iterator().next();

        assertThat(fault).isEqualTo(
                new OnNetwork("idc-b", 5, Duration.ofMillis(100), Duration.ofMillis(20), 1 << 20, Way.BOTH));
        assertThat(fault.words())
                .isEqualTo("network of idc-b: 5.0 % of the packets are lost, latency 100 ms, jitter 20 ms,"
                        + " bandwidth 1024 KiB/s");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"{idc: idc-b}; drop: true alone",
            "{idc: idc-b, drop: true, latency: 1s}; drop: true alone",
            "{idc: idc-b, drop: true, lossPercent: 5}; drop: true alone",
            "{idc: idc-b, jitter: 20ms}; drop: true alone",
            "{idc: idc-b, latency: 10ms, jitter: 20ms}; at most latency", "{idc: idc-b, bandwidth: 12B}; at least 1KiB",
            "{idc: idc-b, lossPercent: 101}; lossPercent: 101", "{drop: true}; idc: missing",
            "{idc: idc-b, drop: true, direction: there}; one of both, in, out",
            "{idc: idc-b, dropp: true}; did you mean drop"})
    void whatIsWrongIsNamed(String step, String words) {
        assertThatThrownBy(() -> read(step)).isInstanceOf(PlanException.class).hasMessageContaining(words);
    }

    private DrillPlan read(String network) throws Exception {
        return PlanFiles.drill(Files.writeString(folder.resolve("drill.yaml"), """
                apiVersion: spillway.io/v1
                kind: Drill
                metadata: {name: bad-network}
                spec:
                  topology: two-idc
                  steps:
                    - phase: bad
                    - network: %s
                      event: bad
                      ttl: 20s
                    - end: {fault: bad}
                      event: good
                """.formatted(network)));
    }
}
