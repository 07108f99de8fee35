package io.spillway.drill.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.xml.parsers.DocumentBuilderFactory;

import io.spillway.drill.measure.RequestLog;
import io.spillway.drill.measure.Requests;
import io.spillway.drill.plan.DrillPlan;
import io.spillway.drill.plan.Expectation;
import io.spillway.drill.plan.Invariant;
import io.spillway.drill.plan.LoadSpec;
import io.spillway.drill.plan.SteadyState;
import io.spillway.drill.verdict.ControlRecords;
import io.spillway.drill.verdict.Judge;
import io.spillway.drill.verdict.RunRecord;
import io.spillway.drill.verdict.RunRecords;
import io.spillway.drill.verdict.SafetyRecord;
import io.spillway.drill.verdict.SafetyRecord.Attempt;
import io.spillway.drill.verdict.SafetyRecord.ClockSkew;
import io.spillway.drill.verdict.SafetyRecord.Configuration;
import io.spillway.drill.verdict.SafetyRecord.FaultTrace;
import io.spillway.drill.verdict.SwitchOverTrace;
import io.spillway.drill.verdict.SwitchOverTrace.Transition;
import io.spillway.model.resource.SwitchOverState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class ReportFolderTest {

    private static final List<Invariant> INVARIANTS = List.of(
            new Invariant.SuccessRate("all <succeed> & \"more\"", 99.99, List.of()),
            new Invariant.Misrouted("right", 0));
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void write() throws Exception {
        RequestLog log = RunRecords.goodLog();
        for (int i = 0; i < 10; i++) {
            log.add(Requests.failed(RunRecords.SHIFT_MS + 100 + i, "idc-a"));
        }
        RunRecord run = RunRecords.withSwitchOver(RunRecords.of(log), new SwitchOverTrace("to-b", "idc-a",
                SwitchOverState.COMPLETED,
                List.of(new Transition(4, RunRecords.SHIFT_MS + 3, SwitchOverState.READY, SwitchOverState.SHIFTING,
                        "start", 0, false, "PUSH", ""),
                        new Transition(5, RunRecords.SHIFT_MS + 15, SwitchOverState.SHIFTING, SwitchOverState.SHIFTING,
                                "pushed", 0, false, "ACK", "2 | 3"))));
        DrillPlan plan = new DrillPlan("synthetic", "A <synthetic> run", "two-idc",
                new LoadSpec(List.of(), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ZERO,
                        Duration.ofMillis(100)),
                new SteadyState(new Expectation(null, null, "home"), 100, null, Duration.ofSeconds(1),
                        Duration.ofSeconds(9)),
                List.of(),
                INVARIANTS, List.of(), List.of());
        RunFacts facts = new RunFacts(plan, run, Judge.judge(run, INVARIANTS), Instant.parse("2026-11-21T08:00:00Z"),
                new Machine(2, "25", "Linux 6"));
        new ReportFolder(folder).write(facts);
    }

    @Test
    void hasTheFixedFieldsInItsJson() throws Exception {
        Map<?, ?> report = new ReportFolder(folder).read();

        assertThat(report.keySet()).asString()
                .contains(
                        "schema, drill, verdict, reasons, started, machine, topology, phases, events, clocks, load, failures,"
                                + " causes, routing, push, series, invariants, changes, clients, heap, switchOvers, around, gateways, control, capacity,"
                                + " faults, clockSkew, attempts, configurations, differences");
        assertThat(report.get("schema")).isEqualTo("spillway.io/report/v1");
        assertThat(report.get("verdict")).isEqualTo("FAIL");
        assertThat(map(report, "load")).containsEntry("sent", 30_010L)
                .containsEntry("ok", 30_000L)
                .containsEntry("failed", 10L)
                .containsEntry("successRate", 0.999666)
                .containsKeys("offeredRps", "worst1s", "worst10s");
        assertThat(map(report, "failures")).containsExactly(Map.entry("server_error 503", 10L));
        assertThat(map(report, "routing")).containsKeys("crossings", "misrouted", "loopsRefused");
        assertThat(map(report, "push")).containsEntry("events", 2L).containsEntry("nacks", 0L).containsKeys("ackMs",
                "deliveryRatio");
    }

    @Test
    void countsTimeFromTheFirstPhase() throws Exception {
        Map<?, ?> report = new ReportFolder(folder).read();
        List<?> phases = list(report, "phases");
        assertThat((Map<?, ?>) phases.get(1)).asString().contains("name=shift, fromMs=10000").contains("toMs=20000");
        Map<?, ?> clocks = (Map<?, ?>) list(report, "clocks").getFirst();
        assertThat(clocks.keySet()).asString()
                .isEqualTo("[event, injectMs, detectMs, decideMs, configMs, trafficMs, recoverMs, how]");
        assertThat(clocks.get("injectMs")).hasToString("10000.0");
        assertThat(clocks.get("detectMs")).isNull();
        List<?> series = list(report, "series");
        assertThat(series).hasSize(300);
        assertThat((Map<?, ?>) series.get(101)).asString().contains("tMs=10100, ok=100, failed=10");
    }

    @Test
    void tellsWhenTheStateMachineWasWhere() throws Exception {
        Map<?, ?> move = (Map<?, ?>) list(new ReportFolder(folder).read(), "switchOvers").getFirst();
        assertThat(move).hasToString("{name=to-b, idc=idc-a, state=COMPLETED, stateMs={SHIFTING=12.0}, transitions=["
                + "{atMs=10003.0, from=READY, to=SHIFTING, event=start, position=step 1 RECEIVER PUSH, detail=}, "
                + "{atMs=10015.0, from=SHIFTING, to=SHIFTING, event=pushed, position=step 1 RECEIVER ACK, detail=2 | 3}"
                + "]}");
        assertThat(Files.readString(folder.resolve("report.md"))).contains("## Switch-overs",
                "| to-b | 10.0 s | 12.0 ms | pushed | SHIFTING | step 1 RECEIVER ACK | 2 / 3 |");
        assertThat(Files.readString(folder.resolve("report.html"))).contains("<title>to-b SHIFTING at 10.0 s (start)",
                "READY → SHIFTING");
    }

    @Test
    void tellsWhatWasInjectedAndWhatIsNotAsBefore() throws Exception {
        RunRecord run = RunRecords.of(RunRecords.goodLog()).with(new SafetyRecord(
                List.of(new FaultTrace("slow", "latency 100 ms", 12_000, 1.5, 14_000.0, "ttl")),
                List.of(new ClockSkew("idc-a/gateway-1", 120.0, 501), new ClockSkew("idc-a/etcd", null, 0)),
                List.of("configuration: idc-a routes/x is not there any more"), List.of(new Attempt("bad", 422, "no")),
                null, List.of(new Configuration("idc-a", "3f07", "91aa"))));
        Path safe = folder.resolve("safe");
        DrillPlan plan = new DrillPlan("safe", "Safe", "two-idc", new LoadSpec(List.of(), Duration.ofSeconds(1),
                Duration.ofSeconds(5), Duration.ZERO, Duration.ofMillis(100)), null, List.of(), List.of(), List.of(),
                List.of());
        new ReportFolder(safe).write(new RunFacts(plan, run, Judge.judge(run, List.of()),
                Instant.parse("2026-11-21T08:00:00Z"), new Machine(2, "25", "Linux 6")));
        assertThat(ReportSchema.faults(safe)).isEmpty();
        assertThat(Files.readString(safe.resolve("report.md"))).contains(
                "| slow | latency 100 ms | 11.0 s | 1.5 ms | 2.0 s | ttl |", "| bad | 422 | no |",
                "| idc-a | 3f07 | 91aa |",
                "- configuration: idc-a routes/x is not there any more");
    }

    @Test
    void isOnePageThatNeedsNoNetwork() throws Exception {
        String page = Files.readString(folder.resolve("report.html"));
        assertThat(page).contains("A &lt;synthetic&gt; run")
                .contains("<svg")
                .contains("shift-to-b")
                .doesNotContain("<script", "src=", "href=", "url(", "@import", "http://", "https://");
    }

    @Test
    void isXmlForBuildServers() throws Exception {
        Element suite = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(folder.resolve("junit.xml").toFile())
                .getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(suite.getElementsByTagName("testcase").item(0).getAttributes().getNamedItem("name").getNodeValue())
                .isEqualTo(
                        "all <succeed> & \"more\"");
    }

    @Test
    void readsWellWithoutUsers() throws Exception {
        Path soak = folder.resolve("soak");
        RunRecord run = ControlRecords.good();
        DrillPlan plan = new DrillPlan("soak", "Nobody misses anything", "churn",
                new LoadSpec(List.of(), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ZERO,
                        Duration.ofMillis(100)),
                null, List.of(), List.of(), List.of(), List.of());
        new ReportFolder(soak).write(new RunFacts(plan, run, Judge.judge(run, List.of()),
                Instant.parse("2026-11-21T08:00:00Z"), new Machine(2, "25", "Linux 6")));
        assertThat(Files.readString(soak.resolve("report.md"))).startsWith("# PASS: soak")
                .contains("without users", "2,000 pushes, Ack p50 10.0 ms", "delivered 100 %", "## Changes",
                        "## Mock data planes", "| idc-a/clients-1 gateways | 10 | 10 | 10 | 100 % |",
                        "| old | idc-a/idc-control-2 | 8 | 3.0 s | 0.1 s | 104.0 MiB | +4.0 % |")
                .doesNotContain("requests", "## Clocks", "## Phases", "NaN");
        assertThat(Files.readString(soak.resolve("report.html"))).contains("200 changes written", "<svg")
                .doesNotContain("requests succeeded", "Who answered", "NaN", "Infinity");
        Map<?, ?> report = new ReportFolder(soak).read();
        assertThat(map(report, "push")).containsEntry("events", 200L).containsEntry("pushes", 2000L);
        assertThat(list(report, "series")).isEmpty();
        assertThat(list(report, "heap")).hasSize(3);
        assertThat(ReportSchema.faults(soak)).isEmpty();
    }

    @Test
    void isAsItsPublishedSchemaSays() throws Exception {
        assertThat(ReportSchema.faults(folder)).isEmpty();
        String report = Files.readString(folder.resolve("report.json"));
        assertThat(ReportSchema.faults(report.replaceFirst("\"verdict\":\"FAIL\"", "\"verdict\":\"GOOD\"")))
                .isNotEmpty();
        assertThat(ReportSchema.faults(report.replaceFirst("\"trafficMs\"", "\"traficMs\""))).isNotEmpty();
        assertThat(ReportSchema.faults(report.replaceFirst("\"worst1s\":[0-9.]+,", ""))).isNotEmpty();
    }

    @Test
    void tellsGroupsPartsAndClocksApart() throws Exception {
        Map<?, ?> report = new ReportFolder(folder).read();
        assertThat(list(map(report, "load"), "byUsers").getFirst()).asString()
                .startsWith("{users=idc-a, sent=30010, ok=30000, failed=10, successRate=0.999666, worst1s=0.990099");
        assertThat(list(report, "around").getFirst()).asString()
                .startsWith("{event=shift-to-b, before={fromMs=5000.0, toMs=10000.0, sent=5000, failed=0")
                .contains("during={fromMs=10000.0, toMs=10500.0, sent=510, failed=10")
                .contains("after={fromMs=10500.0, toMs=20000.0, sent=9500, failed=0");
        assertThat(list(report, "clocks").getFirst()).asString().contains("how={detect=an operator did this",
                "traffic=first instant", "served by idc-b");
        assertThat(list(map(report, "push"), "stragglers").getFirst()).asString()
                .startsWith("{idc=idc-b, node=gateway-4, pushes=1, missing=0, p50Ms=80.0");
        assertThat(Files.readString(folder.resolve("report.md"))).contains("## How each clock was measured",
                "## Before, during, after", "## Users");
    }

    @Test
    void comparesFigureByFigure() throws Exception {
        Map<?, ?> report = new ReportFolder(folder).read();
        Comparison comparison = Comparison.of(report, report, 0);
        assertThat(comparison.rows()).contains(new Comparison.Row("load.failed", "10", "10"),
                new Comparison.Row("verdict", "FAIL", "FAIL"));
        assertThat(comparison.regressions()).isEmpty();
        assertThat(comparison.table()).endsWith("nothing is worse by more than 0 %\n");
    }

    private static Map<String, Object> map(Map<?, ?> report, String field) {
        Map<String, Object> copy = new java.util.LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(report.get(field)))
                .forEach((name, value) -> copy.put((String) name, value));
        return copy;
    }

    private static List<?> list(Map<?, ?> report, String field) {
        return (List<?>) Objects.requireNonNull(report.get(field));
    }
}
