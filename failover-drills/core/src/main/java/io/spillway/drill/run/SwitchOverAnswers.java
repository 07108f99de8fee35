package io.spillway.drill.run;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.spillway.drill.verdict.SwitchOverTrace;
import io.spillway.drill.verdict.SwitchOverTrace.Transition;
import io.spillway.model.resource.SwitchOverState;
import org.jspecify.annotations.Nullable;

/** Reads what a control plane says of switch-overs. */
final class SwitchOverAnswers {

    private SwitchOverAnswers() {}

    /** Returns what a record says, with its times on the axis of the run. */
    static SwitchOverTrace trace(Map<?, ?> record, String name, String idc, RunClock clock) throws IOException {
        try {
            Map<?, ?> status = map(record.get("status"));
            List<Transition> transitions = new ArrayList<>();
            if (status.get("history") instanceof List<?> history) {
                for (Object each : history) {
                    transitions.add(transition(map(each), clock));
                }
            }
            return new SwitchOverTrace(name, idc, SwitchOverState.valueOf(text(status, "state")), transitions);
        } catch (IllegalArgumentException | NullPointerException | ClassCastException | DateTimeParseException e) {
            throw new IOException("switch-over " + name + " of " + idc + " cannot be read: " + e, e);
        }
    }

    private static Transition transition(Map<?, ?> each, RunClock clock) {
        Map<?, ?> position = map(each.get("position"));
        Instant at = Instant.parse(text(each, "at"));
        return new Transition(number(each, "sequence"),
                clock.ofUnixMillis(at.getEpochSecond() * 1000.0 + at.getNano() / 1e6),
                SwitchOverState.valueOf(text(each, "from")), SwitchOverState.valueOf(text(each, "to")),
                text(each, "event"), Math.toIntExact(number(position, "step")),
                text(position, "side").equals("EVERYBODY"), text(position, "phase"),
                each.get("detail") instanceof String detail ? detail : "");
    }

    /** Returns the checks that failed with what was looked at; what is given when none did. */
    static String failedChecks(Map<?, ?> progress, String otherwise) {
        List<String> failed = new ArrayList<>();
        if (progress.get("checks") instanceof List<?> checks) {
            for (Object each : checks) {
                if (each instanceof Map<?, ?> check && "FAILED".equals(check.get("outcome"))) {
                    failed.add(check.get("item") + ": " + check.get("how"));
                }
            }
        }
        return failed.isEmpty() ? otherwise : String.join("; ", failed);
    }

    /** Returns whether a list of records has one of that name. */
    static boolean lists(Map<?, ?> list, String name) {
        return list.get("items") instanceof List<?> items
                && items.stream().anyMatch(item -> item instanceof Map<?, ?> it
                        && it.get("metadata") instanceof Map<?, ?> metadata && name.equals(metadata.get("name")));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value, "an object");
    }

    private static String text(Map<?, ?> map, String key) {
        return (String) Objects.requireNonNull(map.get(key), key);
    }

    private static long number(Map<?, ?> map, String key) {
        return ((Number) Objects.requireNonNull(map.get(key), key)).longValue();
    }
}
