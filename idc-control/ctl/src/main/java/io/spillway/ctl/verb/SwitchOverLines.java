package io.spillway.ctl.verb;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.output.Escaped;
import io.spillway.ctl.output.Table;
import io.spillway.model.resource.SwitchOverState;

/** What people read of a switch-over. */
final class SwitchOverLines {

    private SwitchOverLines() {}

    /** Returns the list of checks; those that did not pass say what to do. */
    static Table checks(List<JsonView> checks, boolean wide) {
        List<String> headings = new ArrayList<>(List.of("ITEM", "OUTCOME", "HOW"));
        if (wide) {
            headings.add("WHY");
        }
        headings.add("WHAT TO DO");
        Table table = new Table(headings);
        for (JsonView check : checks) {
            List<String> cells = new ArrayList<>();
            cells.add(Escaped.text(check.text("item")));
            cells.add(check.text("outcome"));
            cells.add(Escaped.text(check.text("how")));
            if (wide) {
                cells.add(Escaped.text(check.text("why")));
            }
            cells.add(check.text("outcome").equals("PASSED") ? "" : Escaped.text(check.text("action")));
            table.row(cells);
        }
        return table;
    }

    /** Returns what is asked for, and what the plan says that it does. */
    static List<String> plan(SwitchOverRecord record) {
        JsonView spec = record.spec();
        JsonView plan = record.plan();
        List<String> lines = new ArrayList<>();
        lines.add(record.scopes() + " from " + spec.text("from") + " to " + spec.text("to") + " in steps of "
                + String.join(", ", spec.texts("steps")) + " %, soak " + spec.text("soak") + ", " + spec.text("mode")
                + (spec.text("fence").equals("none") ? "" : ", fence " + Escaped.text(spec.text("fence")))
                + (spec.isTrue("exclude") ? ", then excluded" : ""));
        if (!plan.present()) {
            return lines;
        }
        List<String> moves = plan.fields("moves").entrySet().stream()
                .map(move -> Escaped.text(move.getKey()) + " " + move.getValue().asText() + "/s").toList();
        lines.add("moves now: " + (moves.isEmpty() ? "no requests are measured" : String.join(", ", moves)));
        lines.add("predicted load of " + spec.text("to") + ": " + (plan.at("predictedLoad").present()
                ? shown(plan.decimal("predictedLoad")) + " % of its declared capacity (gate: at most "
                        + spec.at("gates").text("targetLoad") + " %)"
                : "not known: nothing is measured, or it declares no capacity"));
        lines.add(
                "plan " + Escaped.text(plan.text("hash")) + ", valid until " + time(plan.text("until")) + ", approvals "
                        + record.status().list("approvals").size() + " of " + plan.number("approvals", 0));
        return lines;
    }

    /** Returns what to say next, as a command; empty when there is nothing to say. */
    static String next(SwitchOverRecord record) {
        SwitchOverState state = record.state();
        String name = record.name();
        if (state == null) {
            return "";
        }
        boolean approved = record.status().list("approvals").size() >= record.plan().number("approvals", 0);
        return switch (state) {
            case DRAFT -> "next: mend what failed, then: spillway switchover check " + name;
            case READY -> approved
                    ? "next: spillway switchover start " + name + " --wait"
                    : "next, by somebody else: spillway switchover approve " + name + " --plan "
                            + record.plan().text("hash");
            case APPROVED -> "next: spillway switchover start " + name + " --wait";
            case FENCING, SHIFTING, VERIFYING, UNFENCING, SOAKING, ROLLING_BACK ->
                "to follow it: spillway switchover watch " + name;
            case PAUSED -> "next: spillway switchover resume " + name + " --wait, or: spillway switchover rollback "
                    + name + " --wait";
            case COMPLETED -> "to take it back: spillway switchover rollback " + name + " --wait";
            case EXPIRED -> "next: spillway switchover rollback " + name + " --wait, or: spillway switchover extend "
                    + name + " --for 24h";
            case ROLLBACK_FAILED -> "next: spillway switchover rollback " + name
                    + " --wait, or: spillway switchover force-end " + name + " --reason TEXT";
            case CHECKING, ROLLED_BACK, ABORTED, FORCE_ENDED -> "";
        };
    }

    /** Returns who has Acked what the IDCs were told, as in "acked idc-a 2/2, idc-b 1/2". */
    static String acks(JsonView view) {
        List<String> acks = view.list("progress").stream()
                .map(part -> part.text("idc") + " " + part.text("acked") + "/" + part.text("fleet")).toList();
        return acks.isEmpty() ? "" : "acked " + String.join(", ", acks);
    }

    /** Returns what is measured, each figure with what the gate asks for where that is known. */
    static String figures(JsonView view) {
        JsonView figures = view.at("figures");
        SwitchOverRecord record = new SwitchOverRecord(view.at("switchOver"));
        JsonView gates = record.spec().at("gates");
        JsonView before = record.status().at("measured");
        List<String> parts = new ArrayList<>();
        if (figures.at("requestsPerSecond").present()) {
            parts.add(shown(figures.decimal("requestsPerSecond")) + " requests/s");
        }
        if (figures.at("successRate").present()) {
            parts.add("success " + shown(figures.decimal("successRate")) + " %" + (before.at("successRate").present()
                    ? gate(">=", before.decimal("successRate") - gates.decimal("successRate"))
                    : ""));
        }
        if (figures.at("p99Millis").present()) {
            parts.add("p99 " + shown(figures.decimal("p99Millis")) + " ms" + (before.at("p99Millis").present()
                    ? gate("<=", before.decimal("p99Millis") * gates.decimal("p99"))
                    : ""));
        }
        if (figures.at("targetLoad").present()) {
            parts.add("load " + shown(figures.decimal("targetLoad")) + " %" + gate("<=", gates.decimal("targetLoad")));
        }
        if (figures.at("targetShare").present()) {
            parts.add(shown(figures.decimal("targetShare")) + " % on " + record.spec().text("to"));
        }
        if (figures.at("misroutedPerSecond").present()) {
            parts.add("misrouted " + shown(figures.decimal("misroutedPerSecond")) + "/s"
                    + gate("<=", gates.decimal("misroutes")));
        }
        return String.join(", ", parts);
    }

    /** Returns a time without what nobody reads of it. */
    static String time(String text) {
        try {
            return Instant.parse(text).truncatedTo(ChronoUnit.SECONDS).toString();
        } catch (DateTimeException notATime) {
            return Escaped.text(text);
        }
    }

    private static String gate(String relation, double limit) {
        return " (gate " + relation + " " + shown(limit) + ")";
    }

    /** Two decimals at most, and none that say nothing. */
    static String shown(double figure) {
        return String.format(Locale.ROOT, "%.2f", figure).replaceFirst("\\.?0+$", "");
    }
}
