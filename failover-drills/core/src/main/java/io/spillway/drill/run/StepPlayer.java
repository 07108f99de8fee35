package io.spillway.drill.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.spillway.drill.fleet.Component;
import io.spillway.drill.fleet.Fleet;
import io.spillway.drill.fleet.Role;
import io.spillway.drill.fleet.Selector;
import io.spillway.drill.plan.Step;
import io.spillway.drill.plan.Step.Blow;
import io.spillway.drill.view.View;
import io.spillway.model.resource.SwitchOverState;

/** Does what steps say and notes when. Owned by the thread that plays the drill. */
final class StepPlayer {

    private static final long SLICE_MILLIS = 100;

    private final Fleet fleet;
    private final Map<String, ControlApi> controls;
    private final List<Witness> witnesses;
    private final ControlWork work;
    private final SwitchOverWork moves;
    private final FaultSteps faults;
    private final Live live;
    private final RunClock clock;
    private final Brake brake;
    private final View view;
    private final Story story;
    /** When the repetition that goes on began. */
    private double pacedFromMs;

    StepPlayer(Fleet fleet, Map<String, ControlApi> controls, List<Witness> witnesses, ControlWork work,
            SwitchOverWork moves, FaultSteps faults,
            Live live, RunClock clock, Brake brake, View view, Story story) {
        this.fleet = fleet;
        this.controls = controls;
        this.witnesses = witnesses;
        this.work = work;
        this.moves = moves;
        this.faults = faults;
        this.live = live;
        this.clock = clock;
        this.brake = brake;
        this.view = view;
        this.story = story;
    }

    /** Returns a player that notes what happens elsewhere and heeds another brake. */
    StepPlayer withStory(Story other, Brake otherBrake) {
        return new StepPlayer(fleet, controls, witnesses, work, moves, faults, live, clock, otherBrake, view, other);
    }

    void play(Step step) throws AbortedException, InterruptedException {
        switch (step) {
            case Step.Phase(String name) -> {
                story.phase(name, clock.nowMs());
                view.phase(name);
            }
            case Step.Sleep(var duration) -> brake.pause(duration.toMillis());
            case Step.Await await -> await(await);
            case Step.AwaitSwitchOver await -> followed(() -> moves.await(await.idc(), await.name(),
                    SwitchOverState.COMPLETED, await.within(), brake));
            case Step.EtcdData data -> faults.etcd().play(data);
            case Step.Churn churn -> work.churn(churn);
            case Step.AwaitClients clients -> work.awaitClients(clients, brake);
            case Step.SampleHeap sample -> work.sampleHeap(sample);
            case Step.Pace pace -> pace(pace);
            case Step.Happening happening -> happen(happening);
        }
    }

    private void happen(Step.Happening happening) throws AbortedException, InterruptedException {
        switch (happening) {
            case Step.Strike strike -> strike(strike);
            case Step.Break broken -> {
                happens(broken, broken.fault().words());
                faults.begin(broken);
            }
            case Step.End end -> {
                happens(end, "end of " + end.fault());
                faults.end(end);
            }
            case Step.Attempt attempt -> {
                happens(attempt, attempt.method() + " " + attempt.path() + " at " + attempt.idc());
                faults.attempt(attempt, control(attempt.idc()));
            }
            case Step.Shift shift -> write(shift, "shift " + shift.scope() + " to " + shift.weights(), () -> {
                faults.willShift(shift);
                story.shifted(shift.scope(), shift.weights(), clock.nowMs());
                control(shift.idc()).shift(shift);
            });
            case Step.ClearShift clear -> write(clear, "clear the shift of " + clear.scope(), () -> {
                story.cleared(clear.scope(), clock.nowMs());
                control(clear.idc()).clearShift(clear.scope());
            });
            case Step.SwitchOver move -> switchOver(move);
            case Step.RollBack back -> rollBack(back);
            case Step.EndSwitchOvers end -> followed(() -> write(end,
                    "end what is not over of the switch-overs of " + end.idc(), () -> moves.endAll(end, brake)));
            case Step.AcceptRegistry accept -> write(accept, "the registry of " + accept.idc() + " is right",
                    () -> faults.etcd().accept(accept, control(accept.idc()), brake));
            case Step.Apply apply -> write(apply, "apply " + apply.file() + " to " + apply.idc(),
                    () -> control(apply.idc()).apply(apply.file()));
        }
    }

    private void switchOver(Step.SwitchOver move) throws AbortedException, InterruptedException {
        faults.willSwitchOver(move);
        moves.make(move, control(move.idc()), brake);
        write(move, "switch over " + move.scope() + " from " + move.from() + " to " + move.to() + " in steps of "
                + move.percents() + " %", () -> moves.begin(move, brake));
        followed(() -> moves.await(move.idc(), move.name(), move.until(), move.within(), brake));
    }

    private void rollBack(Step.RollBack back) throws AbortedException, InterruptedException {
        write(back, "roll back switch-over " + back.name(),
                () -> control(back.idc()).say(back.name(), "rollback", Map.of("reason", back.reason())));
        followed(() -> moves.await(back.idc(), back.name(), SwitchOverState.ROLLED_BACK, back.within(), brake));
    }

    private interface Waiting {
        void end() throws AbortedException, InterruptedException;
    }

    /** However far switch-overs came, users were sent by them. */
    private void followed(Waiting waiting) throws AbortedException, InterruptedException {
        try {
            waiting.end();
        } finally {
            moves.forEach(story::followed);
        }
    }

    private void pace(Step.Pace pace) throws AbortedException, InterruptedException {
        if (pace.turn() == 0) {
            pacedFromMs = clock.nowMs();
        }
        double leftMs = pacedFromMs + (double) pace.turn() * pace.every().toMillis() - clock.nowMs();
        brake.pause((long) Math.max(0, leftMs));
    }

    private void await(Step.Await await) throws AbortedException, InterruptedException {
        double startMs = clock.nowMs();
        double holdMs = await.hold().toMillis();
        while (true) {
            double waitedMs = clock.nowMs() - startMs;
            if (waitedMs >= holdMs && live.holds(await)) {
                return;
            }
            if (waitedMs > await.within().toMillis()) {
                throw new AbortedException(String.format(Locale.ROOT,
                        "not reached within %d s: %s %% of the requests of %d ms served by %s%s (%s)",
                        await.within().toSeconds(), await.percent(), await.hold().toMillis(),
                        await.expectation().servedBy(), p99(await), live.progress(0)));
            }
            brake.pause(SLICE_MILLIS);
        }
    }

    private static String p99(Step.Await await) {
        Duration p99 = await.p99();
        return p99 == null ? "" : ", 99 % of them within " + p99.toMillis() + " ms";
    }

    private void strike(Step.Strike strike) throws AbortedException, InterruptedException {
        List<Component> picked = fleet.select(strike.selector());
        if (picked.isEmpty() && strike.selector().role() != Role.ETCD) {
            throw new AbortedException(strike.event() + ": no process is " + strike.selector());
        }
        String verb = strike.blow().name().toLowerCase(Locale.ROOT);
        if (strike.blow() == Blow.KILL || strike.blow() == Blow.STOP || strike.blow() == Blow.RESTART) {
            askBeforeTheirEnd(strike.selector());
        }
        happens(strike, verb + " " + strike.selector() + " (" + picked.size() + " processes)");
        switch (strike.blow()) {
            case KILL -> {
                noteDown(picked);
                faults.kill(strike, picked);
            }
            case STOP -> {
                noteDown(picked);
                faults.hang(strike, picked);
            }
            case CONTINUE -> picked.forEach(Component::resume);
            case START -> fleet.start(strike.selector(), strike.within(), view::say);
            case RESTART -> {
                noteDown(picked);
                fleet.restart(strike.selector(), strike.within(), view::say);
            }
        }
        if (strike.blow() != Blow.KILL && strike.blow() != Blow.STOP) {
            picked.forEach(each -> story.up(each.plan().idc(), each.plan().service(), clock.nowMs()));
        }
    }

    /** A process that dies takes with it what it counted. */
    private void askBeforeTheirEnd(Selector selector) throws InterruptedException {
        for (Witness witness : witnesses) {
            if (fleet.select(selector).stream().anyMatch(each -> each.plan().name().equals(witness.process()))) {
                witness.poll();
            }
        }
    }

    private void noteDown(List<Component> picked) {
        for (Component each : picked) {
            if (each.plan().role() == Role.SERVICE || each.plan().role() == Role.GATEWAY) {
                story.down(each.plan().idc(), each.plan().service(), clock.nowMs());
            }
        }
    }

    private interface Write {
        void commit() throws AbortedException, IOException, InterruptedException;
    }

    private void write(Step.Happening happening, String what, Write write)
            throws AbortedException, InterruptedException {
        happens(happening, what);
        try {
            write.commit();
        } catch (IOException e) {
            throw new AbortedException(happening.event() + ": " + e);
        }
        story.committed(happening, clock.nowMs());
    }

    private void happens(Step.Happening happening, String what) {
        double now = clock.nowMs();
        story.happens(happening, what, now);
        view.say(String.format(Locale.ROOT, "%7.1f s  %s: %s", now / 1000, happening.event(), what));
    }

    private ControlApi control(String idc) throws AbortedException {
        ControlApi api = controls.get(idc);
        if (api == null) {
            throw new AbortedException("no IDC is called " + idc + " (expected one of " + controls.keySet() + ")");
        }
        return api;
    }
}
