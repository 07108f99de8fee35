package io.spillway.drill.bench.option;

import java.io.PrintStream;

import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.report.BenchReport;
import io.spillway.gateway.bench.report.BenchTable;
import picocli.CommandLine.Option;

/** How a bench's results are printed. Filled by the command line. */
public final class Printed {
    @Option(names = {"-o",
            "--output"}, paramLabel = "table|json", defaultValue = "table", description = "how results are printed (default: ${DEFAULT-VALUE})")
    private String output = "table";

    /**
     * Checks what was given.
     *
     * @throws BenchFailure with the value and what was expected
     */
    public void check() {
        if (!output.equals("table") && !output.equals("json")) {
            throw new BenchFailure("-o " + output + " (expected: table or json)");
        }
    }

    /** Prints a report. */
    public void print(BenchReport report, PrintStream out) {
        out.print(output.equals("json") ? report.json() : BenchTable.of(report));
        out.flush();
    }
}
