package io.spillway.gateway.bench.report;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BenchReportTest {
    private static final BenchReport REPORT = new BenchReport("gateway", new Machine(2, "cpu", "25", "6.1", 1.26),
            List.of(new Row("spillway", "http1", Map.of("cpuMicrosPerRequest", 13.456789)),
                    new Row("haproxy", "http1", Map.of("cpuMicrosPerRequest", 12.0))),
            List.of(new Ratio("http1", "haproxy", "cpuMicrosPerRequest", 1.1213, 1.0)));

    @Test
    void hasTheShapeOfTheContract() {
        assertThat(REPORT.json().replaceAll("\\s+", "")).isEqualTo("{\"schema\":\"spillway.io/bench/v1\","
                + "\"bench\":\"gateway\",\"machine\":{\"cores\":2,\"cpu\":\"cpu\",\"jdk\":\"25\",\"kernel\":\"6.1\","
                + "\"otherCpuPercent\":1.26},\"rows\":[{\"system\":\"spillway\",\"case\":\"http1\","
                + "\"cpuMicrosPerRequest\":13.46},{\"system\":\"haproxy\",\"case\":\"http1\","
                + "\"cpuMicrosPerRequest\":12}],\"ratios\":[{\"case\":\"http1\",\"against\":\"haproxy\","
                + "\"metric\":\"cpuMicrosPerRequest\",\"value\":1.121,\"target\":1,\"met\":false}]}");
    }

    @Test
    void marksAMissedTargetForPeople() {
        assertThat(BenchTable.of(REPORT)).contains("others used 1.3 %").containsPattern("spillway +13.46")
                .containsPattern("haproxy +1.121 +\\(target 1.00\\)  MISSED");
    }

    @Test
    void tellsWhichSystemCouldNotBeMeasured() {
        BenchReport report = new BenchReport("gateway", new Machine(2, "cpu", "25", "6.1", 0),
                List.of(new Row("envoy", "http1", Map.of(), "ended with code 1; the end of its log:\nbad", null)),
                List.of());
        assertThat(report.json()).contains("\"failure\": \"ended with code 1; the end of its log:\\nbad\"");
        assertThat(BenchTable.of(report)).containsPattern("envoy +FAILED: ended with code 1; the end of its log:");
    }

    @Test
    void saysWhichFiguresAreVoidInsteadOfJudgingThem() {
        BenchReport report = new BenchReport("gateway", new Machine(2, "cpu", "25", "6.1", 40),
                List.of(new Row("spillway", "http1", Map.of("rps", 7.0), null, "others used 40 % of the processors")),
                List.of(new Ratio("http1", "haproxy", "rps", 0.5, 1, true)));
        assertThat(report.json()).contains("\"void\": \"others used 40 % of the processors\"")
                .contains("\"met\": false").contains("\"void\": true");
        assertThat(BenchTable.of(report)).contains("VOID: others used 40 %").containsPattern("0.500 .*VOID")
                .doesNotContain("MISSED");
    }

    @Test
    void showsWhatOursShouldReachByItself() {
        BenchReport report = new BenchReport("push", new Machine(2, "cpu", "25", "6.1", 0), List.of(), List.of(),
                List.of(new Target("change", "p99Ms", 61.04, 60, false), new Target("change", "p50Ms", 1, 60, true)));
        assertThat(report.json().replaceAll("\\s+", "")).contains(
                "\"targets\":[{\"case\":\"change\",\"metric\":\"p99Ms\",\"value\":61.04,\"target\":60,\"met\":false},"
                        + "{\"case\":\"change\",\"metric\":\"p50Ms\",\"value\":1,\"target\":60,\"void\":true,\"met\":false}]");
        assertThat(BenchTable.of(report)).containsPattern("p99Ms +61.04 +\\(at most 60\\)  MISSED")
                .containsPattern("p50Ms +1 +\\(at most 60\\)  VOID");
    }

    @Test
    void refusesAFigureThatIsNone() {
        assertThatThrownBy(() -> new Row("spillway", "http1", Map.of("rps", Double.NaN)))
                .hasMessage("spillway http1: rps is NaN (expected: a number)");
    }
}
