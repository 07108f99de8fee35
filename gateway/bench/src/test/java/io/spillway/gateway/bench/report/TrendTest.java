package io.spillway.gateway.bench.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class TrendTest {
    private static final double[] SIZES = {500, 1500, 5000};

    private static Trend of(double... values) {
        return Trend.of("services", "heapMiB", SIZES, values);
    }

    @Test
    void whatOnlyVariesFromRunToRunIsFlat() {
        assertThat(of(10, 9, 11).verdict()).isEqualTo(Trend.Verdict.FLAT);
        assertThat(of(10, 9, 8).verdict()).isEqualTo(Trend.Verdict.FLAT);
    }

    @Test
    void aFifthMoreForTenTimesAsManyIsNotFlat() {
        assertThat(of(10, 10.5, 12).verdict()).isEqualTo(Trend.Verdict.LINEAR);
    }

    @Test
    void aFixedPartAndSoMuchForEachIsLinear() {
        Trend trend = of(30 + 500 * 0.01, 30 + 1500 * 0.01, 30 + 5000 * 0.01);
        assertThat(trend.verdict()).isEqualTo(Trend.Verdict.LINEAR);
        assertThat(trend.fixed()).isCloseTo(30, within(1e-6));
        assertThat(trend.perUnit()).isCloseTo(0.01, within(1e-9));
    }

    @Test
    void whatIsProportionalHasTheSlopeOne() {
        Trend trend = of(5, 15, 50);
        assertThat(trend.slope()).isCloseTo(1, within(1e-9));
        assertThat(trend.verdict()).isEqualTo(Trend.Verdict.LINEAR);
    }

    @Test
    void aScanOfAllForEachOfAllIsSteeperThanLinearAlsoBesideAFixedPart() {
        assertThat(of(0.25, 2.25, 25).verdict()).isEqualTo(Trend.Verdict.STEEPER);
        assertThat(of(1.25, 3.25, 26).verdict()).isEqualTo(Trend.Verdict.STEEPER);
    }

    @Test
    void refusesWhatHasNoTrend() {
        assertThatThrownBy(() -> Trend.of("clients", "heapMiB", new double[]{1}, new double[]{1}))
                .hasMessage("1 sizes and 1 values (expected: two or more, and as many of both)");
        assertThatThrownBy(() -> of(1, 0, 1))
                .hasMessage("size 1500.0, value 0.0 (expected: both positive, sizes rising)");
        assertThatThrownBy(() -> Trend.of("clients", "heapMiB", new double[]{2, 1}, new double[]{1, 1}))
                .hasMessageContaining("size 1.0");
    }

    @Test
    void isToldToPeopleAndPrograms() {
        BenchReport report = new BenchReport("growth", new Machine(2, "cpu", "25", "6.1", 0), List.of(), List.of(),
                List.of(), List.of(of(35, 45, 80)));
        assertThat(report.json().replaceAll("\\s+", "")).contains(
                "\"trends\":[{\"over\":\"services\",\"metric\":\"heapMiB\",\"fixed\":30,\"perUnit\":0.01,\"slope\":",
                "\"verdict\":\"linear\"}]");
        assertThat(BenchTable.of(report)).containsPattern("services +heapMiB +30 \\+ 0.01 +slope +0.36.* linear");
    }
}
