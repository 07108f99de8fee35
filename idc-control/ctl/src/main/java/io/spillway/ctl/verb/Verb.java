package io.spillway.ctl.verb;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.spillway.ctl.output.OutputFormat;
import io.spillway.ctl.output.Paint;
import io.spillway.ctl.output.Table;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import io.spillway.wire.document.YamlText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every verb has: help, a form of output, and an end with an exit code. Fields are set by the command line. */
abstract class Verb implements Callable<Integer> {

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, order = 100, description = "Shows this help.")
    boolean help;

    @Option(names = {"-o",
            "--output"}, paramLabel = "FORMAT", defaultValue = "table", order = 90, description = "table, wide, json or yaml (default: table).")
    OutputFormat output = OutputFormat.TABLE;

    @Option(names = "--no-color", order = 99, description = "No colours, not even on a terminal.")
    boolean noColor;

    /** Does it. */
    abstract ExitCode run() throws VerbFailed, InterruptedException;

    @Override
    public final Integer call() {
        ExitCode code;
        try {
            code = run();
        } catch (VerbFailed failed) {
            List<String> lines = failed.lines();
            for (int i = 0; i < lines.size(); i++) {
                say((i == 0 ? "" : "  ") + lines.get(i), i == 0);
            }
            code = failed.code();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            code = ExitCode.INTERRUPTED;
        }
        spec.commandLine().getOut().flush();
        spec.commandLine().getErr().flush();
        return code.number();
    }

    /** Prints a line of data. */
    final void print(String line) {
        spec.commandLine().getOut().println(line);
    }

    final void print(Table table) {
        table.lines(paint()).forEach(this::print);
    }

    /** Tells the person something that is not data. */
    final void say(String line) {
        say(line, true);
    }

    private void say(String line, boolean named) {
        spec.commandLine().getErr().println(named ? "spillway: " + line : line);
    }

    /** Prints data for a program. */
    final void print(Tree tree) {
        if (output == OutputFormat.YAML) {
            print(YamlText.write(tree).stripTrailing());
        } else {
            print(JsonText.writeIndented(tree));
        }
    }

    /** Prints data for a program: maps, lists and scalars. */
    final void print(Map<String, ? extends @Nullable Object> fields) {
        print(Trees.of(fields));
    }

    final boolean forPeople() {
        return output.forPeople();
    }

    final boolean wide() {
        return output == OutputFormat.WIDE;
    }

    final Paint paint() {
        return new Paint(!noColor && Ansi.AUTO.enabled());
    }
}
