package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.output.Table;

/** How requests are divided over IDCs by load, for people. */
final class SpillTable {

    private static final double HUNDRED = 100;

    private SpillTable() {}

    /** Returns who gets which part; empty where no capacity is known. */
    static Optional<Table> of(List<JsonView> spills) {
        Table table = new Table("SERVICE", "GROUP", "WANTED/S", "CAPACITY/S", "HOME", "ELSEWHERE", "REASON");
        for (JsonView spill : spills) {
            boolean known = spill.isTrue("byLoad");
            List<String> parts = new ArrayList<>();
            for (JsonView target : spill.list("targets")) {
                parts.add(target.text("idc") + " " + percent(target.decimal("part")) + " (most "
                        + rate(target.decimal("capacityPerSecond")) + "/s)");
            }
            table.row(spill.text("service"), spill.text("group"), known ? rate(spill.decimal("demandPerSecond")) : "?",
                    rate(spill.decimal("capacityPerSecond")), known ? percent(spill.decimal("home")) : "?",
                    String.join(", ", parts), spill.text("reason"));
        }
        return spills.isEmpty() ? Optional.empty() : Optional.of(table);
    }

    /** Returns a sentence about the data planes whose load the demand is without; empty when it is of all. */
    static Optional<String> silent(long dataPlanes, List<String> here) {
        if (dataPlanes == 0) {
            return Optional.empty();
        }
        return Optional.of("No load is reported by " + ResourceFiles.count((int) dataPlanes, "data plane")
                + " of this IDC, so what they ask for is not counted"
                + (here.isEmpty() ? "" : ". This node hears nothing of " + String.join(", ", here)));
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%.0f", perSecond);
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", HUNDRED * part);
    }
}
