package io.spillway.control.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.spillway.control.conformance.cases.Suite;
import io.spillway.control.conformance.report.JsonReport;
import io.spillway.control.conformance.report.JunitXml;
import io.spillway.control.conformance.report.Tables;
import io.spillway.control.conformance.subject.ExecSubject;
import io.spillway.control.conformance.trial.CaseResult;
import io.spillway.control.conformance.trial.ConformanceCase;
import io.spillway.control.conformance.wire.Timing;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Runs the suite against a control plane. Exit codes: 0 all cases passed or do not apply, 1 some failed, 2 wrong usage or a
 * server that does not start.
 */
@Command(name = "xds-conformance", sortOptions = false, exitCodeOnInvalidInput = 2, exitCodeOnExecutionException = 2, description = "Runs the xDS server conformance suite against control planes.")
public final class Main implements Callable<Integer> {

    private static final String EXEC = "exec:";
    private static final Pattern ADDRESS = Pattern.compile("\\S+:\\d{1,5}");

    /** How results are printed. */
    enum Output {
        /** A line for each case that did not pass, and a sum. */
        text,
        /** One document per server. */
        json,
        /** Two tables for all servers. */
        markdown
    }

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(names = "--adapter", paramLabel = "[NAME=]exec:COMMAND", description = "A program that starts the server,"
            + " prints READY <port> and takes PUT and REMOVE lines; may be given more than once.")
    List<String> adapters = List.of();

    @Option(names = "--address", paramLabel = "HOST:PORT", description = "Where the server listens, when that is not the port that the program prints.")
    @Nullable
    String address;

    @Option(names = "--separate-streams", description = "Asks for each type from its own service, as in CDS and EDS, and not on an aggregated stream; cases about several types do not apply.")
    boolean separateStreams;

    @Option(names = "--servers", paramLabel = "N", defaultValue = "1", description = "How many of that program run side by side (default: 1).")
    int servers = 1;

    @Option(names = "--cases", paramLabel = "REGEX", defaultValue = ".*", description = "Only cases whose id matches, such as S-.* or D-6[0-9].")
    String cases = ".*";

    @Option(names = "--deadline", paramLabel = "MILLIS", defaultValue = "3000", description = "How long to wait for what must come (default: 3000).")
    int deadline = 3000;

    @Option(names = "--quiet", paramLabel = "MILLIS", defaultValue = "150", description = "How long nothing may come (default: 150).")
    int quiet = 150;

    @Option(names = "--junit", paramLabel = "FILE", description = "Writes a JUnit report; with one adapter only.")
    @Nullable
    Path junit;

    @Option(names = "-o", paramLabel = "text|json|markdown", defaultValue = "text", description = "How results are printed (default: text).")
    Output output = Output.text;

    @Option(names = "--list", description = "Prints the table of cases and ends.")
    boolean list;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this help.")
    boolean help;

    private Main() {}

    /** Runs and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Returns the command. */
    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<ConformanceCase> chosen = chosen();
        if (list) {
            out.print(Tables.cases(chosen));
            out.flush();
            return 0;
        }
        Map<String, String> commands = commands();
        Map<String, List<CaseResult>> byServer = new LinkedHashMap<>();
        for (Map.Entry<String, String> server : commands.entrySet()) {
            List<CaseResult> results = run(server.getValue(), chosen);
            byServer.put(server.getKey(), results);
            if (output != Output.markdown) {
                print(out, server.getKey(), results);
            }
            if (junit != null) {
                Files.writeString(junit, JunitXml.of(server.getKey(), results));
            }
        }
        if (output == Output.markdown) {
            out.print(Tables.results(byServer));
        }
        out.flush();
        return byServer.values().stream().flatMap(List::stream).anyMatch(CaseResult::failed) ? 1 : 0;
    }

    private List<CaseResult> run(String command, List<ConformanceCase> chosen)
            throws IOException, InterruptedException {
        Timing timing = new Timing(Duration.ofMillis(deadline), Duration.ofMillis(quiet));
        return new Runner(() -> ExecSubject.start(command, address, separateStreams), servers, timing, Ticker.system(),
                true).run(chosen,
                        _ -> {});
    }

    private void print(PrintWriter out, String server, List<CaseResult> results) {
        if (output == Output.json) {
            out.print(JsonReport.of(server, results));
            return;
        }
        for (CaseResult result : results) {
            if (!result.word().equals("pass")) {
                out.println(result.word() + " " + result.played().id() + " (" + result.played().level() + ") "
                        + result.played().title() + "\n     " + result.why());
            }
        }
        out.println(server + ": " + results.stream().filter(result -> result.word().equals("pass")).count() + " of "
                + results.size() + " cases passed, " + results.stream().filter(CaseResult::failed).count()
                + " failed");
    }

    private Map<String, String> commands() {
        check(!adapters.isEmpty(), "--adapter is missing (expected: exec:COMMAND)");
        check(servers >= 1, "--servers: " + servers + " (expected: >= 1)");
        check(deadline >= 1, "--deadline: " + deadline + " (expected: >= 1)");
        check(quiet >= 1, "--quiet: " + quiet + " (expected: >= 1)");
        check(junit == null || adapters.size() == 1, "--junit: one report takes one --adapter");
        check(address == null || (adapters.size() == 1 && servers == 1),
                "--address: one address takes one --adapter and --servers 1");
        check(address == null || ADDRESS.matcher(address).matches(),
                "--address: " + address + " (expected: HOST:PORT)");
        Map<String, String> commands = new LinkedHashMap<>();
        for (String adapter : adapters) {
            int at = adapter.indexOf(EXEC);
            boolean named = at > 1 && adapter.charAt(at - 1) == '=';
            check((at == 0 || named) && adapter.length() > at + EXEC.length(),
                    "--adapter: " + adapter + " (expected: [NAME=]exec:COMMAND)");
            String name = named ? adapter.substring(0, at - 1) : "server";
            check(commands.put(name, adapter.substring(at + EXEC.length())) == null,
                    "--adapter: " + name + " twice (expected: a NAME of its own for each)");
        }
        return commands;
    }

    private List<ConformanceCase> chosen() {
        try {
            Pattern ids = Pattern.compile(cases);
            List<ConformanceCase> chosen = Suite.cases().stream().filter(one -> ids.matcher(one.id()).matches())
                    .toList();
            check(!chosen.isEmpty(), "--cases: " + cases + " (expected: a pattern that some case id matches)");
            return chosen;
        } catch (PatternSyntaxException wrong) {
            throw new ParameterException(spec.commandLine(), "--cases: " + wrong.getMessage(), wrong);
        }
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
