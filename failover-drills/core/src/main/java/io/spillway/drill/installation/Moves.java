package io.spillway.drill.installation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.spillway.ctl.client.JsonView;
import io.spillway.drill.agent.ControlPlane;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.plan.Step;
import io.spillway.drill.run.Brake;
import io.spillway.model.document.Durations;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/** The switch-overs of one run: made, waited for, and taken back in every case. Used by one thread. */
final class Moves {

    private static final long LOOK_MILLIS = 250;
    private static final Duration CHECKED = Duration.ofSeconds(15);
    private static final Duration TAKEN_BACK = Duration.ofSeconds(60);

    private final ControlPlane control;
    private final String prefix;
    private final Pause pause;
    private final Ticker ticker;
    private final Set<String> made = new LinkedHashSet<>();

    /** Creates one that has made none. {@code prefix}: what the names of all begin with, so that the control plane knows them. */
    Moves(ControlPlane control, String prefix, Pause pause, Ticker ticker) {
        this.control = control;
        this.prefix = prefix;
        this.pause = pause;
        this.ticker = ticker;
    }

    /** It does not go on. */
    static final class Stopped extends Exception {

        private static final long serialVersionUID = 1;

        Stopped(String why) {
            super(why);
        }
    }

    /** Makes a switch-over, starts it and waits until it is COMPLETED. */
    void make(Step.SwitchOver move, Brake brake) throws Stopped, InterruptedException {
        String name = prefix + move.name();
        made.add(name);
        done(control.post("/v1/switchovers", asked(name, move)), move.event());
        await(name, SwitchOverState.READY, CHECKED, brake);
        done(control.post("/v1/switchovers/" + name + "/start", Map.of()), move.event());
        await(name, SwitchOverState.COMPLETED, move.within(), brake);
    }

    /** Takes one back and waits. */
    void rollBack(Step.RollBack back, Brake brake) throws Stopped, InterruptedException {
        String name = prefix + back.name();
        done(control.post("/v1/switchovers/" + name + "/rollback", Map.of("reason", back.reason())), back.event());
        await(name, SwitchOverState.ROLLED_BACK, back.within(), brake);
    }

    /** Takes back whatever is not over, the newest first, and waits. Returns what could not be taken back. */
    List<String> endAll() throws InterruptedException {
        List<String> failures = new ArrayList<>();
        for (String name : List.copyOf(made).reversed()) {
            try {
                end(name);
            } catch (Stopped e) {
                failures.add("not taken back: " + e.getMessage());
            }
        }
        return failures;
    }

    private void end(String name) throws Stopped, InterruptedException {
        long until = ticker.nanos() + TAKEN_BACK.toNanos();
        String why = "";
        while (ticker.nanos() - until < 0) {
            switch (control.get("/v1/switchovers/" + name)) {
                case ControlPlane.Said.Refused(int status, String _) when status == 404 -> {
                    return;
                }
                case ControlPlane.Said.Done(JsonView found) -> {
                    SwitchOverState state = state(found);
                    if (state != null && state.over()) {
                        return;
                    }
                    why = "switch-over " + name + " is " + state;
                    if (state != null && state != SwitchOverState.ROLLING_BACK) {
                        // Said again until it is heard: it may have been overtaken, or its answer lost.
                        var _ = control.post("/v1/switchovers/" + name + "/" + (state.before() ? "abort" : "rollback"),
                                Map.of("reason", "the drill is over"));
                    }
                }
                case ControlPlane.Said.Refused(int _, String refused) -> why = refused;
                case ControlPlane.Said.Silent(String silent) -> why = silent;
            }
            pause.millis(LOOK_MILLIS);
        }
        throw new Stopped(why);
    }

    private void await(String name, SwitchOverState wanted, Duration within, Brake brake)
            throws Stopped, InterruptedException {
        long until = ticker.nanos() + within.toNanos();
        boolean checking = wanted == SwitchOverState.READY;
        String why = "";
        while (ticker.nanos() - until < 0) {
            String pulled = brake.reason();
            if (pulled != null) {
                throw new Stopped(pulled);
            }
            switch (control.get("/v1/switchovers/" + name)) {
                case ControlPlane.Said.Done(JsonView found) -> {
                    SwitchOverState state = state(found);
                    if (state == wanted) {
                        return;
                    }
                    why = "switch-over " + name + " is " + state + last(found);
                    boolean waits = state == null || (checking
                            ? state == SwitchOverState.CHECKING
                            : state == SwitchOverState.READY || state == SwitchOverState.APPROVED);
                    if (!waits && state != null && stopped(state, wanted)) {
                        throw new Stopped(why + " (expected: " + wanted + ")");
                    }
                }
                case ControlPlane.Said.Refused(int status, String refused) when status == 404 -> why = refused;
                case ControlPlane.Said.Refused(int _, String refused) -> throw new Stopped(refused);
                // Another control node goes on with it.
                case ControlPlane.Said.Silent(String silent) -> why = silent;
            }
            pause.millis(LOOK_MILLIS);
        }
        throw new Stopped(why + " after " + within.toSeconds() + " s (expected: " + wanted + ")");
    }

    /** It does not go on by itself to what was asked for. */
    private static boolean stopped(SwitchOverState state, SwitchOverState wanted) {
        return state.before() || state.over() || state.held() || state == SwitchOverState.PAUSED
                || state == SwitchOverState.ROLLBACK_FAILED
                || (state == SwitchOverState.ROLLING_BACK && wanted != SwitchOverState.ROLLED_BACK);
    }

    /** Goes on only when it was done. {@code event}: what was to happen, for people. */
    static void done(ControlPlane.Said said, String event) throws Stopped {
        switch (said) {
            case ControlPlane.Said.Done _ -> {
            }
            case ControlPlane.Said.Refused(int _, String why) -> throw new Stopped(event + ": " + why);
            case ControlPlane.Said.Silent(String why) -> throw new Stopped(event + ": " + why);
        }
    }

    private static @Nullable SwitchOverState state(JsonView switchOver) {
        String word = switchOver.at("status").text("state");
        for (SwitchOverState state : SwitchOverState.values()) {
            if (state.name().equals(word)) {
                return state;
            }
        }
        return null;
    }

    private static String last(JsonView switchOver) {
        List<JsonView> history = switchOver.at("status").list("history");
        return history.isEmpty() ? "" : ": " + history.getLast().text("event") + " " + history.getLast().text("detail");
    }

    private static Map<String, Object> asked(String name, Step.SwitchOver move) {
        String scoped = move.scope().substring(move.scope().indexOf('/') + 1);
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("scope", move.scope().startsWith("drgroup/")
                ? Map.of("drGroups", List.of(scoped))
                : move.scope().startsWith("service/") ? Map.of("services", List.of(scoped)) : Map.of("idc", scoped));
        spec.put("from", move.from());
        spec.put("to", move.to());
        spec.put("steps", move.percents());
        spec.put("soak", Durations.format(move.soak()));
        spec.put("mode", move.mode().name().toLowerCase(Locale.ROOT));
        spec.put("reason", move.reason());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("origin", "DRILL");
        body.put("spec", spec);
        return body;
    }
}
