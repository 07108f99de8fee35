package io.spillway.drill.report;

import java.util.ArrayList;
import java.util.List;

import io.spillway.drill.report.ControlRows.Table;
import io.spillway.drill.verdict.SafetyRecord.Attempt;
import io.spillway.drill.verdict.SafetyRecord.ClockSkew;
import io.spillway.drill.verdict.SafetyRecord.Configuration;
import io.spillway.drill.verdict.SafetyRecord.FaultTrace;

/** What a report says of the faults of a drill and of what kept it safe, as tables of words. */
final class SafetyRows {

    private static final int LONGEST_ANSWER = 160;

    private SafetyRows() {}

    /** Returns the tables; those of a drill that broke nothing have no rows. */
    static List<Table> of(RunFacts facts) {
        return List.of(faults(facts), attempts(facts), clocks(facts), configurations(facts));
    }

    private static Table faults(RunFacts facts) {
        List<List<String>> rows = new ArrayList<>();
        for (FaultTrace fault : facts.run().safety().faults()) {
            Double gone = fault.goneMs();
            rows.add(List.of(fault.name(), fault.what(), Words.seconds(facts.tMs(fault.beganMs())),
                    Words.ms(fault.skewMs()), gone == null ? "" : Words.seconds(gone - fault.beganMs()),
                    fault.goneBy()));
        }
        return new Table("Faults",
                "When each began, how much later the last thing was hit than the first one, and after what time the fault keeper"
                        + " ended it and why: its time to live was over, it was told to, or the drill was over. Dead processes"
                        + " come back by a step.",
                List.of("fault", "what", "at", "skew", "gone after", "by"), rows);
    }

    private static Table attempts(RunFacts facts) {
        List<List<String>> rows = new ArrayList<>();
        for (Attempt attempt : facts.run().safety().attempts()) {
            String answer = attempt.answer().replace('|', '/').replace('\n', ' ');
            rows.add(List.of(attempt.event(), Integer.toString(attempt.status()),
                    answer.substring(0, Math.min(LONGEST_ANSWER, answer.length()))));
        }
        return new Table("Attempts", "What control planes answered to what they may refuse.",
                List.of("event", "status", "answer"), rows);
    }

    private static Table configurations(RunFacts facts) {
        List<List<String>> rows = new ArrayList<>();
        for (Configuration each : facts.run().safety().configurations()) {
            rows.add(List.of(each.idc(), each.before(), each.after().equals(each.before())
                    ? "the same"
                    : each.after().isEmpty() ? "could not be read" : each.after()));
        }
        return new Table("Configurations",
                "SHA-256 of all that is written into each IDC, before the first step and after the rollback. What differs is named"
                        + " among the reasons of the verdict.",
                List.of("IDC", "before", "after"), rows);
    }

    private static Table clocks(RunFacts facts) {
        List<List<String>> rows = new ArrayList<>();
        for (ClockSkew clock : facts.run().safety().clocks()) {
            Double ahead = clock.aheadMs();
            if (ahead != null) {
                rows.add(List.of(clock.process(),
                        Words.format("%+.0f ms, give or take %.0f ms", ahead, clock.boundMs())));
            }
        }
        return new Table("Clocks of processes",
                "How far each is ahead of the drill's own, before the first step; answers tell whole seconds. Processes that do"
                        + " not tell the time are left out.",
                List.of("process", "ahead"), rows);
    }
}
