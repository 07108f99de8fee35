package io.spillway.drill.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.spillway.drill.report.ControlRows.Table;
import io.spillway.drill.verdict.SafetyRecord;
import io.spillway.drill.verdict.SafetyRecord.Attempt;
import io.spillway.drill.verdict.SafetyRecord.ClockSkew;
import io.spillway.drill.verdict.SafetyRecord.FaultTrace;

import static io.spillway.drill.report.JsonFields.map;
import static io.spillway.drill.report.JsonFields.round;

/** What a report says of faults, clocks, the configuration, and what control planes refused. */
final class SafetyRows {

    private static final int LONGEST = 160;

    private SafetyRows() {}

    static List<Table> of(RunFacts facts) {
        SafetyRecord safety = facts.run().safety();
        return List.of(faults(facts, safety), attempts(safety), clocks(safety), configuration(safety));
    }

    private static Table faults(RunFacts facts, SafetyRecord safety) {
        List<List<String>> rows = new ArrayList<>();
        for (FaultTrace fault : safety.faults()) {
            Double gone = fault.goneMs();
            rows.add(List.of(fault.name(), fault.what(), Words.seconds(facts.tMs(fault.beganMs())),
                    Words.ms(fault.skewMs()), gone == null ? "not seen" : Words.ms(gone - fault.beganMs()),
                    fault.goneBy()));
        }
        return new Table("What was injected",
                "The skew is the time from the first to the last thing that a fault hit. A fault ends because a step said so"
                        + " (told), because its time to live was over (ttl), or because the drill was gone.",
                List.of("fault", "what", "at", "skew", "gone after", "by"), rows);
    }

    private static Table attempts(SafetyRecord safety) {
        List<List<String>> rows = safety.attempts().stream()
                .map(each -> List.of(each.event(), Integer.toString(each.status()), brief(each.answer()))).toList();
        return new Table("What was asked for and may be refused", "Status 0: no answer.",
                List.of("event", "status", "answer"), rows);
    }

    private static String brief(String answer) {
        String line = answer.replaceAll("\\s+", " ").replace('|', '/').strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + " .." : line;
    }

    /** The one that is furthest away stands for all. */
    private static Table clocks(SafetyRecord safety) {
        List<ClockSkew> told = safety.clocks().stream().filter(each -> each.aheadMs() != null).toList();
        List<List<String>> rows = told.stream()
                .max(Comparator.comparingDouble(each -> Math.abs(Objects.requireNonNullElse(each.aheadMs(), 0.0))))
                .map(each -> List.of(Words.count(told.size()) + " of " + Words.count(safety.clocks().size()),
                        each.process(), Words.ms(Objects.requireNonNullElse(each.aheadMs(), 0.0)),
                        Words.ms(each.boundMs())))
                .stream().toList();
        return new Table("Time of day at the processes before the drill",
                "By the time of day in their answers, which are whole seconds.",
                List.of("processes that tell it", "furthest away", "ahead by", "give or take"), rows);
    }

    private static Table configuration(SafetyRecord safety) {
        List<List<String>> rows = safety.differences().stream().map(each -> List.of(brief(each))).toList();
        return new Table("Not as before", "Every resource of every IDC was compared before the drill and after its rollback.",
                List.of("difference"), rows);
    }

    static List<Object> faultsJson(RunFacts facts) {
        return facts.run().safety().faults().stream()
                .<Object>map(each -> map("fault", each.name(), "what", each.what(), "tMs",
                        round(facts.tMs(each.beganMs())), "skewMs", round(each.skewMs()), "goneAfterMs",
                        goneAfter(each), "goneBy", each.goneBy()))
                .toList();
    }

    private static @org.jspecify.annotations.Nullable Double goneAfter(FaultTrace fault) {
        Double gone = fault.goneMs();
        return gone == null ? null : round(gone - fault.beganMs());
    }

    static List<Object> clocksJson(SafetyRecord safety) {
        return safety.clocks().stream().<Object>map(each -> map("process", each.process(), "aheadMs",
                round(each.aheadMs()), "boundMs", round(each.boundMs()))).toList();
    }

    static List<Object> attemptsJson(SafetyRecord safety) {
        List<Object> rows = new ArrayList<>();
        for (Attempt each : safety.attempts()) {
            rows.add(map("event", each.event(), "status", each.status(), "answer", each.answer()));
        }
        return rows;
    }
}
