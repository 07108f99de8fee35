package io.spillway.drill.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrendTest {

    @TempDir
    private Path folder = Path.of("");

    private void report(String at, String drill, String started, String verdict, String trafficMs)
            throws IOException {
        Path report = Files.createDirectories(folder.resolve(at)).resolve("report.json");
        Files.writeString(report, """
                {"schema":"spillway.io/report/v1","drill":"%s","verdict":"%s","started":"%s",
                 "load":{"sent":1000,"successRate":0.998,"latencyMs":{"p99":12.5}},
                 "clocks":[{"event":"b-dies","detectMs":null,"decideMs":null,"configMs":{"p99":40.0},
                            "trafficMs":%s,"recoverMs":0.0}]}
                """.formatted(drill, verdict, started, trafficMs));
    }

    @Test
    void putsReportsOfAllFoldersInOrder() throws Exception {
        report("week-2/blackout", "blackout", "2026-11-14T08:00:00Z", "FAIL", "900.0");
        report("week-1/blackout", "blackout", "2026-11-07T08:00:00Z", "PASS", "400.0");
        report("week-1/slow", "slow", "2026-11-07T09:00:00Z", "VOID", "null");
        Trend trend = Trend.of(folder);
        trend.write(folder);

        assertThat(trend.runs().keySet()).containsExactly("blackout", "slow");
        assertThat(trend.runs().get("blackout")).extracting(Trend.Run::folder).containsExactly("week-1/blackout",
                "week-2/blackout");
        assertThat(trend.runs().get("blackout")).extracting(run -> run.clocks().get("b-dies trafficMs"))
                .containsExactly(400.0, 900.0);
        assertThat(Files.readString(folder.resolve("trend.json"))).contains(
                "{\"report\":\"week-1/slow\",\"started\":\"2026-11-07T09:00:00Z\",\"verdict\":\"VOID\",\"successRate\":0.998,"
                        + "\"p99Ms\":12.5,\"clocksMs\":{\"b-dies recoverMs\":0.0,\"b-dies configMs.p99\":40.0}}");
        assertThat(Files.readString(folder.resolve("trend.html"))).contains("<h3>b-dies trafficMs</h3>",
                "class=\"point-FAIL\"", "2026-11-14T08:00:00Z: 900.000 ms, FAIL, week-2/blackout")
                .doesNotContain("http://", "https://", "<script", "NaN");
    }

    @Test
    void saysWhenThereIsNothing() {
        assertThatThrownBy(() -> Trend.of(folder)).isInstanceOf(IOException.class)
                .hasMessageContaining("no report.json in it");
    }
}
