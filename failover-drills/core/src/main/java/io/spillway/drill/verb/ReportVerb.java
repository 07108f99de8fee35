package io.spillway.drill.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.spillway.drill.report.Comparison;
import io.spillway.drill.report.ReportFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway report}: open, show, compare. */
@Command(name = "report", mixinStandardHelpOptions = true, description = "Opens, shows and compares reports of drills.")
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
            throw new ParameterException(mine.commandLine(), "report: expected one of open, show, compare");
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Prints a report.")
    int show(@Parameters(paramLabel = "DIR", defaultValue = "out/report") Path folder,
            @Option(names = "-o", paramLabel = "table|json", defaultValue = "TABLE") DrillOptions.Output output) {
        return withReport(folder, () -> terminal.out().print(Files.readString(
                folder.resolve(output == DrillOptions.Output.JSON ? "report.json" : "report.md"))));
    }

    @Command(name = "open", mixinStandardHelpOptions = true, description = "Opens a report in the browser, or prints where it is.")
    int open(@Parameters(paramLabel = "DIR", defaultValue = "out/report") Path folder) {
        Path page = folder.resolve("report.html").toAbsolutePath();
        return withReport(folder, () -> {
            terminal.out().println(page.toUri());
            if (terminal.interactive() && System.getenv("DISPLAY") != null) {
                new ProcessBuilder("xdg-open", page.toString()).start();
            }
        });
    }

    @Command(name = "compare", mixinStandardHelpOptions = true, description = "Prints the figures of two reports side by side.")
    int compare(@Parameters(paramLabel = "BEFORE") Path before, @Parameters(paramLabel = "AFTER") Path after) {
        return withReport(before, () -> {
            List<Comparison.Row> rows = Comparison.of(new ReportFolder(before).read(), new ReportFolder(after).read());
            int width = rows.stream().mapToInt(row -> row.figure().length()).max().orElse(0);
            for (Comparison.Row row : rows) {
                boolean same = row.before().equals(row.after());
                terminal.out().printf("%-" + Math.max(1, width) + "s %1s %20s %20s%n", row.figure(), same ? "" : "*",
                        row.before(),
                        row.after());
            }
        });
    }

    private interface Reading {
        void read() throws IOException;
    }

    private int withReport(Path folder, Reading reading) {
        try {
            if (!Files.isRegularFile(folder.resolve("report.json"))) {
                terminal.err().println(folder + ": no report.json here (expected a folder that a drill wrote)");
                return 2;
            }
            reading.read();
            terminal.out().flush();
            return 0;
        } catch (IOException e) {
            terminal.err().println(e.getMessage());
            return 2;
        }
    }
}
