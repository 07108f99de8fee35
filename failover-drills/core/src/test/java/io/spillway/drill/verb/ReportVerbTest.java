package io.spillway.drill.verb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class ReportVerbTest {

    @TempDir
    private Path folder = Path.of("");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false);
        return new CommandLine(new ReportVerb(terminal)).setCaseInsensitiveEnumValuesAllowed(true)
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8)).execute(words);
    }

    private String report(String name, String drill, double trafficMs) throws IOException {
        Path report = Files.createDirectories(folder.resolve(name));
        Files.writeString(report.resolve("report.json"),
                """
                        {"schema":"spillway.io/report/v1","drill":"%s","verdict":"PASS","started":"2026-11-2%dT08:00:00Z",
                         "load":{"sent":10,"successRate":1.0,"latencyMs":{"p99":10.0}},
                         "clocks":[{"event":"b-dies","detectMs":null,"decideMs":null,"configMs":null,"trafficMs":%s,"recoverMs":0.0}]}
                        """
                        .formatted(drill, name.length(), trafficMs));
        return report.toString();
    }

    @Test
    void comparesAndEndsWithOneWhenSomethingIsWorse() throws Exception {
        String before = report("a", "blackout", 400);
        String after = report("bb", "blackout", 600);
        assertThat(run("compare", before, after)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("clock b-dies.trafficMs", "400.0", "600.0").contains(
                "worse by more than 20 %: clock b-dies trafficMs: 400.0 ms before, 600.0 ms now (expected <= 490.0 ms)");
        assertThat(run("compare", before, after, "--tolerance", "50%")).isZero();
        assertThat(run("compare", after, before)).isZero();
        assertThat(run("compare", before, after, "-o", "json")).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\"schema\":\"spillway.io/comparison/v1\"")
                .contains("\"regressions\":[{\"figure\":\"clock b-dies trafficMs\"");
    }

    @Test
    void doesNotCompareTwoDrillsOrWhatIsNotThere() throws Exception {
        String before = report("a", "blackout", 400);
        assertThat(run("compare", before, report("bb", "slow", 400))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("reports of two drills: blackout and slow");
        assertThat(run("compare", before, folder.resolve("none").toString())).isEqualTo(2);
        assertThat(run("compare", before, before, "--tolerance", "much")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("\"much\" (expected: a share in percent");
    }

    @Test
    void writesATrend() throws Exception {
        report("a", "blackout", 400);
        report("bb", "blackout", 600);
        assertThat(run("trend", folder.toString())).isZero();
        assertThat(folder.resolve("trend.html")).exists();
        assertThat(run("trend", folder.toString(), "-o", "json")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"report\":\"bb\"");
        assertThat(run("trend", Files.createDirectories(folder.resolve("empty")).toString())).isEqualTo(2);
    }

    @Test
    void saysThatThereIsNothingToVerify() throws Exception {
        String report = report("a", "blackout", 400);
        assertThat(run("verify", report, "--key", folder.resolve("none.pem").toString())).isEqualTo(2);
        assertThat(run("verify", report)).as("no key").isEqualTo(2);
    }
}
