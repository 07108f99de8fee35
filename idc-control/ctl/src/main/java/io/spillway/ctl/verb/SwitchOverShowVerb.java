package io.spillway.ctl.verb;

import java.util.List;
import java.util.stream.Stream;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.Escaped;
import io.spillway.ctl.output.Table;
import io.spillway.model.resource.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows all there is to know of one. */
@Command(name = "show", description = "Shows a switch-over: what it moves, where it stands, its checks, who has Acked, its history.")
final class SwitchOverShowVerb extends ServerVerb {

    @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
    String name = "";

    SwitchOverShowVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        JsonView view = ask(Request.get(KindWord.target(Kind.SWITCH_OVER, name) + "/progress"));
        if (!forPeople()) {
            print(view.tree());
            return ExitCode.DONE;
        }
        SwitchOverRecord record = new SwitchOverRecord(view.at("switchOver"));
        head(record, view);
        section("CHECKS", SwitchOverLines.checks(view.list("checks"), wide()), view.list("checks"));
        section("PARTS OF THE IDCS", parts(view.list("progress")), view.list("progress"));
        section("NOT CONFIRMED", unconfirmed(record), record.status().list("unconfirmed"));
        section("HISTORY", history(record), record.status().list("history"));
        String next = SwitchOverLines.next(record);
        if (!next.isEmpty()) {
            say(next);
        }
        return ExitCode.DONE;
    }

    private void head(SwitchOverRecord record, JsonView view) {
        JsonView status = record.status();
        String position = record.position();
        print("switchovers/" + record.name() + " " + record.stateText() + (position.isEmpty() ? "" : " " + position)
                + " since " + SwitchOverLines.time(status.text("since")) + " (revision " + record.revision()
                + ", generation "
                + record.generation() + ")");
        print("by " + Escaped.text(status.text("author")) + ": " + Escaped.text(record.spec().text("reason")));
        SwitchOverLines.plan(record).forEach(this::print);
        for (JsonView approval : status.list("approvals")) {
            print("approved by " + Escaped.text(approval.text("by")) + " at "
                    + SwitchOverLines.time(approval.text("at")));
        }
        print("coordinated by " + (view.text("coordinator").isEmpty() ? "nobody" : view.text("coordinator")));
        fact("in quarantine: ", String.join(", ", quarantined(view)));
        fact("paused: ", status.at("pause").text("detail"));
        fact("waits: ", view.text("waitsFor"));
        fact("now: ", SwitchOverLines.figures(view));
        fact("expires at ", status.text("expires").isEmpty()
                ? ""
                : SwitchOverLines.time(status.text("expires")) + ", then: " + record.spec().text("onExpiry"));
    }

    private static List<String> quarantined(JsonView view) {
        return Stream.concat(view.texts("quarantined").stream(), view.list("quarantinedBehind").stream()
                .map(each -> "at most " + each.text("atMost") + " of " + each.text("idc") + " that are behind"))
                .toList();
    }

    private void fact(String what, String value) {
        if (!value.isEmpty()) {
            print(what + Escaped.text(value));
        }
    }

    private void section(String title, Table table, List<JsonView> items) {
        if (!items.isEmpty()) {
            print("");
            print(title);
            print(table);
        }
    }

    private static Table parts(List<JsonView> progress) {
        Table table = new Table("IDC", "ACKED", "REQUESTS/S", "FAILED/S", "MISROUTED/S", "AT", "LATE");
        for (JsonView part : progress) {
            JsonView traffic = part.at("traffic");
            table.row(part.text("idc"), part.text("acked") + "/" + part.text("fleet"),
                    traffic.text("requestsPerSecond"), traffic.text("failedPerSecond"),
                    traffic.text("misroutedPerSecond"), SwitchOverLines.time(part.text("at")),
                    Escaped.text(late(part)));
        }
        return table;
    }

    private static String late(JsonView part) {
        String named = String.join(", ", part.texts("late"));
        return part.text("seen").isEmpty()
                ? named
                : named + (named.isEmpty() ? "" : " and more: ") + part.text("behind")
                        + " in all, see spillway status in "
                        + part.text("idc");
    }

    private static Table unconfirmed(SwitchOverRecord record) {
        Table table = new Table("WHAT", "IDC", "ACCEPTED BY", "DETAIL");
        for (JsonView each : record.status().list("unconfirmed")) {
            table.row(Escaped.text(each.text("what")), each.text("idc"), Escaped.text(each.text("acceptedBy")),
                    Escaped.text(each.text("detail")));
        }
        return table;
    }

    private static Table history(SwitchOverRecord record) {
        Table table = new Table("AT", "EVENT", "STATE", "NODE", "DETAIL");
        for (JsonView each : record.status().list("history")) {
            boolean moved = !each.text("from").equals(each.text("to"));
            table.row(SwitchOverLines.time(each.text("at")), each.text("event"),
                    moved ? each.text("from") + " -> " + each.text("to") : each.text("to"),
                    Escaped.text(each.text("node")), Escaped.text(each.text("detail")));
        }
        return table;
    }
}
