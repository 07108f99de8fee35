package io.spillway.ctl.verb;

import java.util.List;
import java.util.Locale;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.Ages;
import io.spillway.ctl.output.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what changed lately, by whom, and who has it. */
@Command(name = "history", description = "Shows the newest revisions, oldest first: what changed, by whom, and who has it. Each control node remembers what "
        + "it has seen since its start.")
final class HistoryVerb extends ServerVerb {

    private static final int USUAL = 20;

    @Option(names = {"-n",
            "--number"}, paramLabel = "N", order = 1, description = "How many revisions (default: " + USUAL + ").")
    int number = USUAL;

    @Option(names = "--revision", paramLabel = "R", order = 2, description = "This revision only, with every field that it changed.")
    @Nullable
    Long revision;

    HistoryVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        if (number < 1 || number > 999_999) {
            throw new VerbFailed(ExitCode.USAGE, "-n: " + number + " (expected: how many revisions, 1..999999)");
        }
        if (revision != null && revision < 0) {
            throw new VerbFailed(ExitCode.USAGE, "--revision: " + revision + " (expected: a revision, 0 or more)");
        }
        JsonView history = ask(Request.get("/v1/history?n=" + number
                + (revision == null ? "" : "&revision=" + revision)));
        List<JsonView> revisions = history.list("revisions");
        if (revision != null && revisions.isEmpty()) {
            throw new VerbFailed(ExitCode.FAILED, "revision " + revision + " is not among the newest "
                    + history.text("size") + " that node " + history.text("node") + " remembers");
        }
        if (!forPeople()) {
            print(history.tree());
        } else if (revision != null) {
            revisions.forEach(this::details);
        } else if (revisions.isEmpty()) {
            print("no changes");
        } else {
            print(table(revisions));
        }
        return ExitCode.DONE;
    }

    private Table table(List<JsonView> revisions) {
        long now = surroundings.clock().millis();
        Table table = new Table("REVISION", "AGE", "CHANGE", "AUTHOR", "DELIVERED");
        for (JsonView one : revisions) {
            List<JsonView> changes = one.list("changes");
            table.row(one.text("revision"), Ages.between(one.number("atUnixMillis", 0), now),
                    changes.isEmpty() ? "" : brief(changes.getFirst()) + others(one, changes),
                    String.join(", ", changes.stream().map(change -> change.text("author")).distinct().toList()),
                    one.at("delivery").present() ? Fleet.of(one.at("delivery")).brief() : "");
        }
        return table;
    }

    private static String others(JsonView one, List<JsonView> changes) {
        long others = changes.size() - 1 + one.number("more", 0);
        return others == 0 ? "" : " and " + ResourceFiles.count((int) others, "other");
    }

    private static String brief(JsonView change) {
        List<String> fields = change.list("fields").stream().map(field -> field.text("field")).toList();
        return change.text("object") + " " + word(change) + (fields.isEmpty() ? "" : ": " + String.join(", ", fields));
    }

    private static String word(JsonView change) {
        return change.text("change").toLowerCase(Locale.ROOT);
    }

    private void details(JsonView one) {
        String age = Ages.between(one.number("atUnixMillis", 0), surroundings.clock().millis());
        print("Revision " + one.text("revision") + (age.isEmpty() ? "" : ", " + age + " ago"));
        for (JsonView change : one.list("changes")) {
            print("  " + change.text("object") + " " + word(change) + " by " + change.text("author"));
            for (JsonView field : change.list("fields")) {
                print("    " + field.text("field") + ": " + value(field, "before") + " -> " + value(field, "after"));
            }
        }
        if (one.number("more", 0) > 0) {
            print("  and " + ResourceFiles.count((int) one.number("more", 0), "other"));
        }
        if (one.at("delivery").present()) {
            Fleet fleet = Fleet.of(one.at("delivery"));
            String times = fleet.times();
            print("Acked by " + fleet.acked() + " of " + ResourceFiles.count((int) fleet.clients(), "client")
                    + (times.isEmpty() ? "" : "; " + times));
            fleet.pendingAt().forEach(name -> print("  missing: " + name));
            fleet.refusedBy().forEach(name -> print("  refused: " + name));
        }
    }

    private static String value(JsonView field, String side) {
        return field.at(side).present() ? field.text(side) : "(nothing)";
    }
}
