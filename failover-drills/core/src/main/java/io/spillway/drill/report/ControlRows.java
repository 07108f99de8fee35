package io.spillway.drill.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.drill.churn.ChurnResult;
import io.spillway.drill.verdict.ClientGroup;
import io.spillway.drill.verdict.HeapSample;
import io.spillway.drill.verdict.RunRecord.Event;
import io.spillway.drill.verdict.SwitchOverTrace;

/** What a report says of control planes and mock data planes, as tables of words; how they look is up to the report. */
final class ControlRows {

    private static final double MIB = 1024.0 * 1024;

    private ControlRows() {}

    /** A table with its title and what people should know to read it. */
    record Table(String title, String about, List<String> head, List<List<String>> rows) {

        Table {
            head = List.copyOf(head);
            rows = List.copyOf(rows);
        }
    }

    /** Returns the tables that have something in them. */
    static List<Table> of(RunFacts facts) {
        List<Table> tables = new ArrayList<>(List.of(switchOvers(facts), changes(facts), clients(facts), heaps(facts)));
        if (!facts.run().hasUsers()) {
            tables.add(events(facts));
        }
        tables.addAll(SafetyRows.of(facts));
        return tables.stream().filter(table -> !table.rows().isEmpty()).toList();
    }

    private static Table switchOvers(RunFacts facts) {
        List<List<String>> rows = new ArrayList<>();
        for (SwitchOverTrace trace : facts.run().switchOvers()) {
            double beforeMs = Double.NaN;
            for (SwitchOverTrace.Transition each : trace.transitions()) {
                rows.add(List.of(trace.name(), Words.seconds(facts.tMs(each.atMs())),
                        Double.isNaN(beforeMs) ? "" : Words.ms(each.atMs() - beforeMs), each.event(),
                        each.from() == each.to() ? each.to().name() : each.from() + " → " + each.to(),
                        each.to().moving() ? each.position() : "", each.detail().replace('|', '/')));
                beforeMs = each.atMs();
            }
        }
        return new Table("Switch-overs",
                "Every transition of the state machine, when it was written, and how long after the one before it. The steps are"
                        + " told to the gateways of the receiver first, then to everybody.",
                List.of("switch-over", "at", "after", "event", "state", "position", "detail"), rows);
    }

    private static Table changes(RunFacts facts) {
        List<List<String>> rows = new ArrayList<>();
        for (ChurnResult churn : facts.run().control().churns()) {
            rows.add(List.of(Words.count(churn.due()), Words.count(churn.written()), Words.count(churn.again()),
                    Words.count(churn.settled()), Words.ms(churn.lateP99Ms()), Words.ms(churn.writtenP50Ms()),
                    Words.ms(churn.writtenP99Ms()), Words.ms(churn.writtenMaxMs()),
                    churn.compared() ? Words.count(churn.different()) : "not compared"));
        }
        return new Table("Changes",
                "Each was begun when it was due, whatever became of the ones before it, and written through a control node that"
                        + " lived; one whose outcome was unknown was settled by reading. Times count from when it was due.",
                List.of("due", "written", "tried again", "settled by reading", "begun late p99", "written p50", "p99",
                        "slowest", "stored otherwise in the end"),
                rows);
    }

    private static Table clients(RunFacts facts) {
        List<List<String>> rows = new ArrayList<>();
        for (ClientGroup group : facts.run().control().clients()) {
            rows.add(List.of(group.name(), Words.count(group.clients()), Words.count(group.connected()),
                    Words.count(group.standing().current()),
                    Words.percent(group.standing().held(), group.standing().wanted()), Words.count(group.streams()),
                    Words.count(group.responses()), Words.count(group.nacks()), Words.count(group.missed()),
                    group.violations().isEmpty() ? "0" : group.violations().toString(),
                    Words.ms(group.settledP99Ms())));
        }
        return new Table("Mock data planes",
                "On the newest: holds in the end what every control node gives a client that is new and holds nothing.",
                List.of("group", "clients", "connected", "on the newest", "resources in the newest version", "streams",
                        "responses", "Nacks", "not in time", "violations", "what was asked for complete p99"),
                rows);
    }

    private static Table heaps(RunFacts facts) {
        Map<String, Long> first = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        for (HeapSample sample : facts.run().control().heaps()) {
            long reference = first.computeIfAbsent(sample.mark(), any -> sample.bytes());
            rows.add(List.of(sample.mark(), sample.process(), Long.toString(sample.pid()),
                    Words.seconds(facts.tMs(sample.atMs())), Words.seconds(sample.upMs()),
                    Words.format("%.1f MiB", sample.bytes() / MIB),
                    Words.format("%+.1f %%", (sample.bytes() / (double) reference - 1) * 100)));
        }
        return new Table("Heap after a full collection",
                "Octets of all objects that could be reached. Only samples of one mark may be compared: it stands for one place"
                        + " in the story, with the same clients on the process.",
                List.of("mark", "process", "pid", "at", "up for", "heap", "against the first"), rows);
    }

    private static Table events(RunFacts facts) {
        List<List<String>> rows = new ArrayList<>();
        for (Event event : facts.run().events()) {
            rows.add(List.of(event.name(), Words.seconds(facts.tMs(event.injectMs())), event.what()));
        }
        return new Table("Events", "What was done, and when.", List.of("event", "at", "what"), rows);
    }

    /** Returns examples of what was wrong, none when all was well. */
    static List<String> problems(RunFacts facts) {
        List<String> problems = new ArrayList<>();
        facts.run().control().churns().forEach(churn -> problems.addAll(churn.problems()));
        facts.run().control().clients().forEach(group -> problems.addAll(group.examples()));
        return problems;
    }
}
