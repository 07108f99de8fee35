package io.spillway.drill.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.drill.report.Regressions.Regression;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What counts as worse. */
class RegressionsTest {

    private static final double TOLERANCE = 0.2;

    private static Map<String, @Nullable Object> report(@Nullable Double trafficMs, double successRate, double p99,
            boolean holds) {
        Map<String, @Nullable Object> clocks = new LinkedHashMap<>();
        clocks.put("event", "idc-b-dies");
        clocks.put("detectMs", null);
        clocks.put("trafficMs", trafficMs);
        clocks.put("recoverMs", 300.0);
        clocks.put("configMs", Map.of("p99", 50.0));
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("verdict", holds ? "PASS" : "FAIL");
        report.put("clocks", List.of(clocks));
        report.put("load", Map.of("successRate", successRate, "latencyMs", Map.of("p99", p99)));
        report.put("invariants", List.of(Map.of("name", "no GET fails", "holds", holds, "detail", "3 failed")));
        return report;
    }

    private static final Map<String, @Nullable Object> BEFORE = report(400.0, 0.999, 20, true);

    private static List<String> worse(Map<String, @Nullable Object> after) {
        return Regressions.of(BEFORE, after, TOLERANCE).stream().map(Regression::figure).toList();
    }

    @Test
    void nothingIsWorseThanItself() {
        assertThat(worse(BEFORE)).isEmpty();
    }

    @Test
    void aClockWithinItsToleranceIsNotAndOneBeyondItIs() {
        assertThat(worse(report(490.0, 0.999, 20, true))).isEmpty();
        assertThat(Regressions.of(BEFORE, report(491.0, 0.999, 20, true), TOLERANCE)).singleElement()
                .hasToString("clock idc-b-dies trafficMs: 400.0 ms before, 491.0 ms now (expected <= 490.0 ms)");
    }

    @Test
    void aClockThatNeverStoppedIsWorse() {
        assertThat(Regressions.ofClocks(BEFORE, report(null, 0.999, 20, true), TOLERANCE)).singleElement().asString()
                .contains("trafficMs: 400.0 ms before, never now");
        assertThat(Regressions.of(report(null, 0.999, 20, true), BEFORE, TOLERANCE)).isEmpty();
    }

    @Test
    void anEventThatDidNotTakePlaceIsWorse() {
        Map<String, @Nullable Object> without = new LinkedHashMap<>(BEFORE);
        without.put("clocks", List.of());
        assertThat(worse(without)).containsExactly("clocks of idc-b-dies");
    }

    @Test
    void successLatencyAndInvariantsAreHeldAgainstTheEarlierReport() {
        assertThat(worse(report(400.0, 0.99871, 25, true))).as("within: 0.13 %, 25 ms").isEmpty();
        assertThat(worse(report(400.0, 0.9986, 20, true))).containsExactly("load.successRate");
        assertThat(worse(report(400.0, 0.999, 25.1, true))).containsExactly("load.latencyMs.p99");
        assertThat(worse(report(400.0, 0.999, 20, false))).containsExactly("verdict", "invariant \"no GET fails\"");
    }

    @Test
    void onlyClocksAreHeldAgainstABaseline() {
        assertThat(Regressions.ofClocks(BEFORE, report(400.0, 0.5, 900, false), TOLERANCE)).isEmpty();
    }
}
