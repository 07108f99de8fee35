package io.spillway.drill.bench.option;

import java.io.PrintStream;
import java.nio.file.Path;

import io.spillway.drill.bench.measure.WorkFolder;
import picocli.CommandLine.Option;

/** Where a bench works, and whether that stays. Filled by the command line. */
public final class KeptFolder {
    @Option(names = "--work", paramLabel = "DIR", description = "keep configurations and logs here (default: a folder that is removed)")
    private Path work = Path.of("");

    /** Returns the folder, which the caller closes; a new one for that bench when none was given. */
    public WorkFolder open(String bench, PrintStream err) {
        return WorkFolder.of(bench, work, err);
    }
}
