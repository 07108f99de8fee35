package io.spillway.drill.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import io.spillway.drill.report.Comparison;
import io.spillway.drill.report.ReportFolder;
import io.spillway.drill.report.Signature;
import io.spillway.drill.report.Trend;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway report}: open, show, compare, trend, verify. */
@Command(name = "report", mixinStandardHelpOptions = true, description = "Opens, shows, compares and verifies reports of drills.")
public final class ReportVerb implements Runnable {

    private final Terminal terminal;
    @Spec
    private @Nullable CommandSpec spec;

    /** Creates the verb. */
    public ReportVerb(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        CommandSpec mine = spec;
        if (mine != null) {
            throw new ParameterException(mine.commandLine(),
                    "report: expected one of open, show, compare, trend, verify");
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Prints a report.")
    int show(@Parameters(paramLabel = "DIR", defaultValue = "out/report") Path folder,
            @Option(names = "-o", paramLabel = "table|json", defaultValue = "TABLE") DrillOptions.Output output) {
        return withReport(folder, () -> {
            terminal.out().print(Files.readString(
                    folder.resolve(output == DrillOptions.Output.JSON ? "report.json" : "report.md")));
            return 0;
        });
    }

    @Command(name = "open", mixinStandardHelpOptions = true, description = "Opens a report in the browser, or prints where it is.")
    int open(@Parameters(paramLabel = "DIR", defaultValue = "out/report") Path folder) {
        Path page = folder.resolve("report.html").toAbsolutePath();
        return withReport(folder, () -> {
            terminal.out().println(page.toUri());
            if (terminal.interactive() && System.getenv("DISPLAY") != null) {
                new ProcessBuilder("xdg-open", page.toString()).start();
            }
            return 0;
        });
    }

    @Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false, description = {
            "Prints the figures of two reports of a drill side by side, and what is worse in the later one.",
            "Ends with 1 when a clock, the success, the latency, an invariant or the verdict is worse by more than the tolerance."})
    int compare(@Parameters(paramLabel = "BEFORE") Path before, @Parameters(paramLabel = "AFTER") Path after,
            @Option(names = "--tolerance", paramLabel = "PERCENT", defaultValue = "20%", converter = Tolerance.Reader.class, description = "how much worse a figure may be (default: ${DEFAULT-VALUE})") Tolerance tolerance,
            @Option(names = "-o", paramLabel = "table|json", defaultValue = "TABLE") DrillOptions.Output output) {
        return withReport(before, () -> withReport(after, () -> {
            Map<?, ?> was = new ReportFolder(before).read();
            Map<?, ?> is = new ReportFolder(after).read();
            if (!Objects.equals(was.get("drill"), is.get("drill"))) {
                throw new IOException("reports of two drills: " + was.get("drill") + " and " + is.get("drill")
                        + " (expected: of one)");
            }
            Comparison comparison = Comparison.of(was, is, tolerance.share());
            terminal.out().print(output == DrillOptions.Output.JSON ? comparison.json() : comparison.table());
            return comparison.regressions().isEmpty() ? 0 : 1;
        }));
    }

    @Command(name = "trend", mixinStandardHelpOptions = true, description = {
            "Reads all reports of a folder, at any depth, and writes trend.html and trend.json into it:",
            "success, latency and each clock of each drill over time."})
    int trend(@Parameters(paramLabel = "FOLDER") Path folder,
            @Option(names = "-o", paramLabel = "table|json", defaultValue = "TABLE") DrillOptions.Output output) {
        try {
            Trend trend = Trend.of(folder);
            trend.write(folder);
            terminal.out().print(output == DrillOptions.Output.JSON
                    ? trend.json()
                    : folder.resolve("trend.html").toAbsolutePath() + "\n");
            terminal.out().flush();
            return 0;
        } catch (IOException e) {
            terminal.err().println(e.getMessage());
            return 2;
        }
    }

    @Command(name = "verify", mixinStandardHelpOptions = true, description = {
            "Tells whether a report is as it was when it was signed (drill run --sign).",
            "Ends with 1 when it is not, with 2 when there is no report, signature or key."})
    int verify(@Parameters(paramLabel = "DIR", defaultValue = "out/report") Path folder,
            @Option(names = "--key", required = true, paramLabel = "PUB.pem", description = "the signer's Ed25519 public key") Path key) {
        return withReport(folder, () -> {
            boolean holds = Signature.holds(folder, Signature.publicKey(key));
            terminal.out().println(folder.resolve("report.json")
                    + (holds ? ": signed by the owner of " : ": not what the owner of ") + key
                    + (holds ? "" : " signed"));
            return holds ? 0 : 1;
        });
    }

    private interface Reading {
        int read() throws IOException;
    }

    private int withReport(Path folder, Reading reading) {
        try {
            if (!Files.isRegularFile(folder.resolve("report.json"))) {
                terminal.err().println(folder + ": no report.json here (expected a folder that a drill wrote)");
                return 2;
            }
            int code = reading.read();
            terminal.out().flush();
            return code;
        } catch (IOException e) {
            terminal.err().println(e.getMessage());
            return 2;
        }
    }
}
