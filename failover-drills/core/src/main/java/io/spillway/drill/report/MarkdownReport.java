package io.spillway.drill.report;

import java.util.List;

import io.spillway.drill.measure.Tally;
import io.spillway.drill.verdict.Clocks;
import io.spillway.drill.verdict.Figures;
import io.spillway.drill.verdict.Finding;
import io.spillway.drill.verdict.PushFigures;
import io.spillway.drill.verdict.RunRecord;
import io.spillway.drill.verdict.RunRecord.Event;
import io.spillway.drill.verdict.RunRecord.Phase;

/** report.md: the report in a page, for a ticket or a terminal. */
final class MarkdownReport {

    private MarkdownReport() {}

    static String of(RunFacts facts) {
        RunRecord run = facts.run();
        Tally tally = Tally.of(run.recording(), run.window(), any -> true);
        PushFigures push = PushFigures.of(run);
        StringBuilder text = new StringBuilder();
        text.append("# ").append(facts.judgement().verdict()).append(": ").append(facts.plan().name()).append("\n\n");
        text.append(facts.plan().title()).append(". Started ").append(facts.started()).append(", ")
                .append(Words.seconds(run.window().millis()))
                .append(run.hasUsers() ? " under load, " : " without users, ").append(facts.machine().cores())
                .append(" cores, JDK ").append(facts.machine().jdk()).append(".\n\n");
        facts.judgement().reasons().forEach(reason -> text.append("- ").append(reason).append('\n'));
        text.append('\n');
        if (run.hasUsers()) {
            text.append(Words.format(
                    "%s of %s requests succeeded (%s failed, %s at another entrance than home); %s crossed IDCs, %d misrouted, %d loops.%n",
                    Words.percent(tally.ok(), tally.sent()), Words.count(tally.sent()), Words.count(tally.failed()),
                    Words.count(tally.rehomed()), Words.count(tally.crossings()), Figures.misrouted(run),
                    Figures.loops(run)));
        }
        text.append(Words.format("%s pushes, Ack p50 %s, p99 %s, max %s, delivered %s.%n%n", Words.count(push.pushes()),
                Words.ms(push.p50()), Words.ms(push.p99()), Words.ms(push.max()),
                Words.share(push.deliveryRatio())));
        invariants(facts, text);
        if (run.hasUsers()) {
            clocks(run, text);
            phases(run, text);
        }
        control(facts, text);
        if (!tally.failures().isEmpty()) {
            text.append("\n## Failures\n\n| class | requests |\n|---|---:|\n");
            tally.failures().forEach((name, count) -> text.append("| ").append(name).append(" | ").append(count)
                    .append(" |\n"));
        }
        return text.toString();
    }

    private static void control(RunFacts facts, StringBuilder text) {
        for (ControlRows.Table table : ControlRows.of(facts)) {
            text.append("\n## ").append(table.title()).append("\n\n").append(table.about()).append("\n\n| ")
                    .append(String.join(" | ", table.head())).append(" |\n|").append("---|".repeat(table.head().size()))
                    .append('\n');
            table.rows().forEach(row -> text.append("| ").append(String.join(" | ", row)).append(" |\n"));
        }
        List<String> problems = ControlRows.problems(facts);
        if (!problems.isEmpty()) {
            text.append("\n## What was wrong, for example\n\n");
            problems.forEach(problem -> text.append("- ").append(problem).append('\n'));
        }
    }

    private static void invariants(RunFacts facts, StringBuilder text) {
        text.append("## Invariants\n\n| | invariant | measured |\n|---|---|---|\n");
        for (Finding finding : facts.judgement().findings()) {
            text.append("| ").append(finding.holds() ? "holds" : "**broken**").append(" | ").append(finding.name())
                    .append(" | ").append(finding.detail()).append(" |\n");
        }
    }

    private static void clocks(RunRecord run, StringBuilder text) {
        text.append("\n## Clocks\n\n| event | at | detect | decide | config p50 / p99 / all | traffic | recover |\n")
                .append("|---|---:|---:|---:|---:|---:|---:|\n");
        double startMs = run.window().fromMicros() / 1000.0;
        for (Event event : run.events()) {
            Clocks clocks = Clocks.of(run, event);
            text.append("| ").append(String.join(" | ", event.name(), Words.seconds(event.injectMs() - startMs),
                    Words.ms(clocks.detectMs()), Words.ms(clocks.decideMs()), Words.config(clocks.config()),
                    Words.ms(clocks.trafficMs()), Words.ms(clocks.recoverMs()))).append(" |\n");
        }
    }

    private static void phases(RunRecord run, StringBuilder text) {
        text.append("\n## Phases\n\n| phase | time | sent | failed | success | p50 | p99 | max | served by |\n")
                .append("|---|---:|---:|---:|---:|---:|---:|---:|---|\n");
        for (Phase phase : run.phases()) {
            Tally tally = Tally.of(run.recording(), phase.window(), any -> true);
            text.append("| ").append(String.join(" | ", phase.name(), Words.seconds(phase.window().millis()),
                    Words.count(tally.sent()), Words.count(tally.failed()), Words.percent(tally.ok(), tally.sent()),
                    Words.ms(tally.latencyMs(50)), Words.ms(tally.latencyMs(99)), Words.ms(tally.maxMs()),
                    tally.byIdc().toString().replaceAll("[{}]", ""))).append(" |\n");
        }
    }
}
