package io.spillway.ctl.output;

import java.util.List;
import java.util.Set;

import io.spillway.ctl.client.JsonView;
import org.jspecify.annotations.Nullable;

/** What a table shows of the runs of a Drill. */
final class DrillColumns {

    private static final Set<String> VERDICTS = Set.of("PASS", "FAIL", "VOID", "ABORTED");
    private static final Set<String> GOING_ON = Set.of("SCHEDULED", "RUNNING");

    private DrillColumns() {}

    /** Returns how the run stands that goes on, MISSED when the last one was, else IDLE. */
    static String state(JsonView drill) {
        List<JsonView> runs = runs(drill);
        String last = runs.isEmpty() ? "" : runs.getLast().text("state");
        return GOING_ON.contains(last) || last.equals("MISSED") ? last : "IDLE";
    }

    static String lastVerdict(JsonView drill) {
        JsonView played = played(drill);
        return played == null ? "" : played.text("state");
    }

    static String ended(JsonView drill) {
        JsonView played = played(drill);
        return played == null ? "" : played.text("ended");
    }

    static String why(JsonView drill) {
        List<JsonView> runs = runs(drill);
        return runs.isEmpty() ? "" : String.join("; ", runs.getLast().texts("reasons"));
    }

    static String report(JsonView drill) {
        JsonView played = played(drill);
        return played == null ? "" : played.text("report");
    }

    private static @Nullable JsonView played(JsonView drill) {
        return runs(drill).reversed().stream().filter(run -> VERDICTS.contains(run.text("state"))).findFirst()
                .orElse(null);
    }

    private static List<JsonView> runs(JsonView drill) {
        return drill.at("status").list("runs");
    }
}
