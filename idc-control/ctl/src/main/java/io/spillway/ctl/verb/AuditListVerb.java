package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.List;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.Escaped;
import io.spillway.ctl.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows records of the audit. */
@Command(name = "list", description = "Shows what operators did, oldest first: the newest records, or those from one on.")
final class AuditListVerb extends ServerVerb {

    private static final int USUAL = 20;
    private static final int MOST = 1000;

    @Option(names = {"-n",
            "--number"}, paramLabel = "N", order = 1, description = "How many records (default: " + USUAL + ").")
    int number = USUAL;

    @Option(names = "--from", paramLabel = "SEQ", order = 2, description = "From this record on (default: the newest).")
    long from;

    @Option(names = "--refused", order = 3, description = "What was refused (401, 403, 409, 412, 422), as far as the node that answers remembers it.")
    boolean refused;

    AuditListVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        if (number < 1 || number > MOST) {
            throw new VerbFailed(ExitCode.USAGE, "-n: " + number + " (expected: how many records, 1.." + MOST + ")");
        }
        if (from < 0) {
            throw new VerbFailed(ExitCode.USAGE, "--from: " + from + " (expected: the sequence of a record)");
        }
        JsonView answer = ask(
                Request.get(refused ? "/v1/audit/refused" : "/v1/audit?from=" + from + "&limit=" + number));
        List<JsonView> records = answer.list("records");
        long pruned = answer.at("pruned").number("sequence", 0);
        if (from > 0 && from <= pruned) {
            say("records up to " + pruned + " were pruned (record " + answer.at("pruned").number("record", 0)
                    + " says when and by whom)");
        }
        if (!forPeople()) {
            print(answer.tree());
        } else if (records.isEmpty()) {
            print(refused ? "nothing was refused" : "no records");
        } else {
            print(table(refused ? records.subList(Math.max(0, records.size() - number), records.size()) : records));
        }
        return ExitCode.DONE;
    }

    private Table table(List<JsonView> records) {
        List<String> headings = new ArrayList<>(
                List.of("SEQ", "AT", "ACTOR", "FROM", "ACTION", "OBJECTS", "RESULT", "REASON"));
        if (wide()) {
            headings.addAll(List.of("ROLE", "NODE", "REVISION", "APPROVER", "PLAN", "HASH"));
        }
        Table table = new Table(headings);
        for (JsonView each : records) {
            List<String> cells = new ArrayList<>();
            for (String field : List.of("sequence", "at", "actor", "source", "action")) {
                cells.add(Escaped.text(each.text(field)));
            }
            cells.add(Escaped.text(objects(each)));
            cells.add(Escaped.text(each.text("result")));
            cells.add(Escaped.text(each.text("reason")));
            if (wide()) {
                for (String field : List.of("role", "node", "revision", "approver", "planHash", "hash")) {
                    cells.add(Escaped.text(each.text(field)));
                }
            }
            table.row(cells);
        }
        return table;
    }

    private String objects(JsonView each) {
        List<JsonView> objects = each.list("objects");
        if (objects.isEmpty()) {
            return "";
        }
        return wide() || objects.size() == 1
                ? String.join(",", objects.stream().map(object -> object.text("name")).toList())
                : objects.getFirst().text("name") + " and " + ResourceFiles.count(objects.size() - 1, "other");
    }
}
