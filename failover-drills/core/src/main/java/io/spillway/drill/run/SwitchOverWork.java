package io.spillway.drill.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import io.spillway.drill.plan.Step;
import io.spillway.drill.verdict.SwitchOverTrace;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverState;

/**
 * The switch-overs of a drill: makes them, waits for what becomes of them, ends what is left. Owned by the thread that plays
 * the steps.
 */
public final class SwitchOverWork {

    private static final long LOOK_MILLIS = 50;
    private static final long AGAIN_MILLIS = 200;

    /** One that the drill has asked for; it may not be there when the answer was lost. */
    private record Made(Step.SwitchOver asked, ControlApi control, SwitchOverTrace trace) {}

    private final RunClock clock;
    private final long lookMillis;
    private final Map<String, Made> made = new LinkedHashMap<>();

    /** Creates one that has made none yet; times of transitions are put on the axis of the clock. */
    public SwitchOverWork(RunClock clock) {
        this(clock, Duration.ofMillis(LOOK_MILLIS));
    }

    /** Creates one that looks as seldom as it is told: who asks takes processors from those whom it asks. */
    public SwitchOverWork(RunClock clock, Duration look) {
        this.clock = clock;
        this.lookMillis = look.toMillis();
    }

    /** Makes a switch-over; throws when its checks do not let it be READY. */
    public void make(Step.SwitchOver asked, ControlApi control, Brake brake)
            throws AbortedException, InterruptedException {
        made.put(key(asked.idc(), asked.name()), new Made(asked, control,
                new SwitchOverTrace(asked.name(), asked.idc(), SwitchOverState.DRAFT, List.of())));
        try {
            control.switchOver(asked);
            double untilMs = clock.nowMs() + asked.within().toMillis();
            SwitchOverTrace trace = look(asked.idc(), asked.name());
            while (trace.state() == SwitchOverState.CHECKING && clock.nowMs() < untilMs) {
                brake.pause(lookMillis);
                trace = look(asked.idc(), asked.name());
            }
            if (trace.state() != SwitchOverState.READY) {
                throw new AbortedException(asked.event() + ": switch-over " + asked.name() + " is " + trace.state()
                        + " (expected: READY): " + SwitchOverAnswers.failedChecks(
                                control.get("switchovers/" + asked.name() + "/progress"), trace.last()));
            }
        } catch (IOException e) {
            throw new AbortedException(asked.event() + ": switch-over " + asked.name() + " was not made: " + e);
        }
    }

    /**
     * Starts one that is READY. An operator's goes before those of drills, which are taken back first, and then what was checked
     * is not so any more: he has it checked and says it again until he is heard.
     */
    void begin(Step.SwitchOver asked, Brake brake) throws AbortedException, IOException, InterruptedException {
        ControlApi control = known(asked.idc(), asked.name()).control();
        double untilMs = clock.nowMs() + asked.within().toMillis();
        boolean patient = asked.origin() == SwitchOrigin.MANUAL;
        while (!started(asked, control, patient && clock.nowMs() < untilMs)) {
            if (look(asked.idc(), asked.name()).state() == SwitchOverState.DRAFT) {
                control.say(asked.name(), "check", Map.of());
            }
            brake.pause(AGAIN_MILLIS);
        }
    }

    private static boolean started(Step.SwitchOver asked, ControlApi control, boolean patient)
            throws AbortedException, IOException, InterruptedException {
        try {
            control.say(asked.name(), "start", Map.of());
            return true;
        } catch (AbortedException e) {
            String why = String.valueOf(e.getMessage());
            if (!patient || !(why.contains("say it again") || why.contains("start in state"))) {
                throw e;
            }
            return false;
        }
    }

    /** Waits until a switch-over rests in a state; throws when it rests elsewhere, or not in time. */
    public void await(String idc, String name, SwitchOverState wanted, Duration within, Brake brake)
            throws AbortedException, InterruptedException {
        double untilMs = clock.nowMs() + within.toMillis();
        int before = known(idc, name).trace().transitions().size();
        String silent = "";
        while (true) {
            try {
                SwitchOverTrace trace = look(idc, name);
                silent = "";
                if (trace.state() == wanted) {
                    return;
                }
                // A node may show for a moment what was before the word that it has taken.
                if (stopped(trace.state()) && trace.transitions().size() > before) {
                    throw new AbortedException("switch-over " + name + " is " + trace.state() + " (expected: " + wanted
                            + "): " + trace.last());
                }
            } catch (IOException e) {
                silent = "; its control plane does not answer: " + e;
            }
            if (clock.nowMs() > untilMs) {
                SwitchOverTrace trace = known(idc, name).trace();
                throw new AbortedException("switch-over " + name + " is " + trace.state() + " after "
                        + within.toSeconds() + " s (expected: " + wanted + "): " + trace.last() + silent);
            }
            brake.pause(lookMillis);
        }
    }

    /** Aborts or takes back what is not over of an IDC's switch-overs, and waits; throws at the end what could not be ended. */
    void endAll(Step.EndSwitchOvers step, Brake brake) throws AbortedException, InterruptedException {
        List<String> failures = new ArrayList<>();
        for (Made each : List.copyOf(made.values()).reversed()) {
            if (each.asked().idc().equals(step.idc())) {
                try {
                    end(each, step.within(), brake);
                } catch (AbortedException | IOException e) {
                    failures.add(String.valueOf(e.getMessage()));
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new AbortedException(String.join("; ", failures));
        }
    }

    private void end(Made each, Duration within, Brake brake)
            throws AbortedException, IOException, InterruptedException {
        String name = each.asked().name();
        if (each.trace().transitions().isEmpty() && !SwitchOverAnswers.lists(each.control().get("switchovers"), name)) {
            return;
        }
        SwitchOverState state = look(each.asked().idc(), name).state();
        if (state.over()) {
            return;
        }
        Map<String, Object> reason = Map.of("reason", "the drill is over");
        if (state.before()) {
            each.control().say(name, "abort", reason);
        } else {
            if (state != SwitchOverState.ROLLING_BACK) {
                each.control().say(name, "rollback", reason);
            }
            await(each.asked().idc(), name, SwitchOverState.ROLLED_BACK, within, brake);
        }
        SwitchOverTrace _ = look(each.asked().idc(), name);
    }

    /** Gives what was asked for and what is known of each, in the order in which they were made. */
    void forEach(BiConsumer<Step.SwitchOver, SwitchOverTrace> action) {
        made.values().forEach(each -> action.accept(each.asked(), each.trace()));
    }

    /** Returns what became of all, in the order in which they were made. */
    public List<SwitchOverTrace> traces() {
        return made.values().stream().map(Made::trace).toList();
    }

    private SwitchOverTrace look(String idc, String name) throws AbortedException, IOException, InterruptedException {
        Made known = known(idc, name);
        SwitchOverTrace seen = SwitchOverAnswers.trace(known.control().get("switchovers/" + name), name, idc, clock);
        SwitchOverTrace trace = known.trace().then(seen);
        made.put(key(idc, name), new Made(known.asked(), known.control(), trace));
        return trace;
    }

    private Made known(String idc, String name) throws AbortedException {
        Made known = made.get(key(idc, name));
        if (known == null) {
            throw new AbortedException("no step has made a switch-over " + name + " at " + idc);
        }
        return known;
    }

    /** It does not go on by itself. */
    private static boolean stopped(SwitchOverState state) {
        return state.before() || state.over() || state.held() || state == SwitchOverState.PAUSED
                || state == SwitchOverState.ROLLBACK_FAILED;
    }

    private static String key(String idc, String name) {
        return idc + "/" + name;
    }
}
