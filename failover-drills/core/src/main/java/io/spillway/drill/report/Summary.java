package io.spillway.drill.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.drill.measure.Tally;
import io.spillway.drill.verdict.Finding;
import io.spillway.drill.verdict.Verdict;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;

import static io.spillway.drill.report.JsonFields.map;

/**
 * What became of several drills: summary.json, .html and .md, and junit.xml, beside their report folders.
 *
 * @param started
 *            when the first one began
 * @param entries
 *            in the order in which they were played
 */
public record Summary(Instant started, List<Result> entries) {

    private static final String SCHEMA = "spillway.io/summary/v1";

    /** Copies the list. */
    public Summary {
        entries = List.copyOf(entries);
    }

    /**
     * One drill.
     *
     * @param drill
     *            its name
     * @param title
     *            in one sentence
     * @param verdict
     *            how it ended; ABORTED as well when its fleet did not start
     * @param reasons
     *            why it is not PASS
     * @param regressions
     *            what is worse than its baseline
     * @param seconds
     *            how long it took with its fleet's start and end
     * @param figures
     *            what users saw, null when it was not played
     * @param junit
     *            its test suite
     */
    public record Result(String drill, String title, Verdict verdict, List<String> reasons, List<String> regressions,
            double seconds, @Nullable Figures figures, String junit) {

        /** Copies the lists. */
        public Result {
            reasons = List.copyOf(reasons);
            regressions = List.copyOf(regressions);
        }

        /** Returns whether nothing was wrong. */
        public boolean good() {
            return verdict == Verdict.PASS && regressions.isEmpty();
        }
    }

    /** What users saw of a drill. */
    public record Figures(long sent, long failed, double p99Ms, long invariants, long broken) {}

    /** Returns the entry of a drill that was played. */
    public static Result played(RunFacts facts, List<String> regressions, double seconds) {
        Tally tally = Tally.of(facts.run().recording(), facts.run().window(), any -> true);
        List<Finding> findings = facts.judgement().findings();
        long broken = findings.stream().filter(finding -> !finding.holds()).count();
        return new Result(facts.plan().name(), facts.plan().title(), facts.judgement().verdict(),
                facts.judgement().reasons(), regressions, seconds,
                new Figures(tally.sent(), tally.failed(), tally.latencyMs(99), findings.size(), broken),
                JunitReport.suite(facts));
    }

    /** Returns the entry of a drill that could not be played. */
    public static Result notPlayed(String drill, String title, String why, double seconds) {
        return new Result(drill, title, Verdict.ABORTED, List.of(why), List.of(), seconds, null,
                JunitReport.failedSuite(drill, why, seconds));
    }

    /** Returns whether nothing was wrong with any. */
    public boolean good() {
        return !entries.isEmpty() && entries.stream().allMatch(Result::good);
    }

    /** Writes its files into a folder. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("summary.json"), json());
        Files.writeString(folder.resolve("summary.md"), markdown());
        Files.writeString(folder.resolve("summary.html"), SummaryPage.of(this));
        StringBuilder suites = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
        entries.forEach(entry -> suites.append(entry.junit()));
        Files.writeString(folder.resolve("junit.xml"), suites.append("</testsuites>\n"));
    }

    /** Returns summary.json. */
    public String json() {
        return JsonText.write(Trees.of(map("schema", SCHEMA, "started", started.toString(), "good", good(), "drills",
                entries.stream().map(Summary::json).toList()))) + "\n";
    }

    private static Map<String, @Nullable Object> json(Result entry) {
        Figures figures = entry.figures();
        return map("drill", entry.drill(), "title", entry.title(), "verdict", entry.verdict().name(), "reasons",
                entry.reasons(), "regressions", entry.regressions(), "seconds",
                Math.round(entry.seconds() * 10) / 10.0, "report", figures == null ? null : entry.drill(), "sent",
                figures == null ? null : figures.sent(), "failed", figures == null ? null : figures.failed(), "p99Ms",
                figures == null ? null : JsonFields.round(figures.p99Ms()), "invariants",
                figures == null ? null : figures.invariants(), "broken", figures == null ? null : figures.broken());
    }

    /** Returns summary.md. */
    public String markdown() {
        long good = entries.stream().filter(Result::good).count();
        StringBuilder text = new StringBuilder("# " + good + " of " + entries.size() + " drills passed\n\nStarted "
                + started + ".\n\n| verdict | drill | time | sent | failed | p99 | invariants |\n"
                + "|---|---|---:|---:|---:|---:|---:|\n");
        for (Result entry : entries) {
            text.append("| ").append(String.join(" | ", cells(entry))).append(" |\n");
        }
        entries.stream().filter(entry -> !entry.good()).forEach(entry -> {
            text.append("\n## ").append(entry.drill()).append("\n\n");
            problems(entry).forEach(problem -> text.append("- ").append(problem).append('\n'));
        });
        return text.toString();
    }

    /** Returns how a drill ended, in one word: its verdict, or SLOWER when it passed and is slower than its baseline. */
    public static String word(Result entry) {
        return entry.verdict() == Verdict.PASS && !entry.good() ? "SLOWER" : entry.verdict().name();
    }

    static List<String> problems(Result entry) {
        List<String> problems = new ArrayList<>(entry.reasons());
        entry.regressions().forEach(regression -> problems.add("slower than the baseline: " + regression));
        return problems;
    }

    /** Returns verdict, name, time, requests, failures, p99 and invariants. */
    static List<String> cells(Result entry) {
        Figures figures = entry.figures();
        String verdict = word(entry);
        return figures == null
                ? List.of(verdict, entry.drill(), Words.seconds(entry.seconds() * 1000), "", "", "", "")
                : List.of(verdict, entry.drill(), Words.seconds(entry.seconds() * 1000), Words.count(figures.sent()),
                        Words.count(figures.failed()), figures.sent() == 0 ? "" : Words.ms(figures.p99Ms()),
                        figures.invariants() - figures.broken() + " of " + figures.invariants());
    }
}
