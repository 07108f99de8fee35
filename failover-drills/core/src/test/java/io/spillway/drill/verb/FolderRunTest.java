package io.spillway.drill.verb;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

import io.spillway.drill.fleet.Home;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** What is found out about a folder of drills before anything is started. */
class FolderRunTest {

    private static final Path CONFIG = Path.of("../../config");

    @TempDir
    private Path folder = Path.of("");
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private final Interruption interruption = Interruption.ofThisThread();

    @AfterEach
    void finished() {
        interruption.finished();
    }

    private int run(String... words) {
        err.reset();
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(new Terminal(stream, stream, false), interruption,
                new Home(Path.of("../..")), Ticker.system(), InstantSource.system());
        return new CommandLine(new DrillVerb(surroundings)).setCaseInsensitiveEnumValuesAllowed(true).execute(words);
    }

    @Test
    void namesEveryFileThatIsWrongAndPlaysNone() throws Exception {
        String right = Files.readString(CONFIG.resolve("drills/service-outage.yaml"));
        Files.writeString(folder.resolve("a.yaml"), right);
        Files.writeString(folder.resolve("b.yaml"), right.replace("hold: 2s", "hold: soon"));
        Files.writeString(folder.resolve("c.yaml"), right);
        Path report = folder.resolve("out");
        assertThat(run("run", folder.toString(), "--report", report.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("b.yaml:", "\"soon\"",
                "two drills are called service-outage");
        assertThat(report).doesNotExist();
    }

    @Test
    void saysThatAFolderHasNoDrill() {
        assertThat(run("run", folder.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no drill in it");
    }

    @Test
    void refusesABaselineOfAnotherDrillAndAKeyThatIsNone() throws Exception {
        Files.writeString(folder.resolve("report.json"), "{\"drill\":\"first-light\"}");
        assertThat(run("run", "service-outage", "--baseline", folder.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("a report of first-light (expected: one of service-outage)");
        assertThat(run("run", "service-outage", "--sign", folder.resolve("report.json").toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no PRIVATE KEY");
    }
}
