package io.spillway.drill.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import io.spillway.drill.report.Summary.Figures;
import io.spillway.drill.report.Summary.Result;
import io.spillway.drill.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SummaryTest {

    private static final Instant STARTED = Instant.parse("2026-11-21T08:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    private static Result entry(String drill, Verdict verdict, List<String> reasons, List<String> regressions) {
        return new Result(drill, "Something <dies>", verdict, reasons, regressions, 31.25,
                new Figures(6000, 2, 18, 4, 1),
                "<testsuite name=\"" + drill + "\" tests=\"1\" failures=\"0\"/>\n");
    }

    @Test
    void isGoodOnlyWhenEveryDrillPassedAndNoneIsSlower() {
        Result good = entry("blackout", Verdict.PASS, List.of(), List.of());
        assertThat(new Summary(STARTED, List.of(good)).good()).isTrue();
        assertThat(new Summary(STARTED, List.of()).good()).as("nothing was played").isFalse();
        for (Result bad : List.of(entry("a", Verdict.FAIL, List.of("x"), List.of()),
                entry("b", Verdict.VOID, List.of("x"), List.of()),
                entry("c", Verdict.PASS, List.of(), List.of("clock a")),
                Summary.notPlayed("d", "D", "the fleet did not start", 3))) {
            assertThat(new Summary(STARTED, List.of(good, bad)).good()).as(bad.drill()).isFalse();
        }
    }

    @Test
    void isOnePageAndOneFileForPrograms() throws Exception {
        Summary summary = new Summary(STARTED, List.of(entry("blackout", Verdict.PASS, List.of(), List.of()),
                entry("slow-idc", Verdict.PASS, List.of(), List.of("clock x trafficMs: 1 ms before, 99 ms now")),
                Summary.notPlayed("grey", "Grey", "the fleet did not start: idc-a/etcd", 3)));
        summary.write(folder);
        assertThat(Files.readString(folder.resolve("summary.html"))).contains("1 of 3 drills passed",
                "<a href=\"blackout/report.html\">", "Something &lt;dies&gt;", "SLOWER", "did not start: idc-a/etcd")
                .doesNotContain("grey/report.html", "http://", "https://", "<script");
        assertThat(Files.readString(folder.resolve("summary.md"))).startsWith("# 1 of 3 drills passed")
                .contains("| PASS | blackout | 31.3 s | 6,000 | 2 | 18.0 ms | 3 of 4 |", "## slow-idc",
                        "- slower than the baseline: clock x");
        assertThat(Files.readString(folder.resolve("summary.json"))).contains("\"schema\":\"spillway.io/summary/v1\"",
                "\"good\":false", "{\"drill\":\"grey\",\"title\":\"Grey\",\"verdict\":\"ABORTED\"");
        assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(folder.resolve("junit.xml").toFile()).getElementsByTagName("testsuite").getLength())
                .isEqualTo(3);
    }
}
