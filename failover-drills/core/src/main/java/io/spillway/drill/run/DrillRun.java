package io.spillway.drill.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.spillway.drill.fleet.Fleet;
import io.spillway.drill.fleet.FleetException;
import io.spillway.drill.fleet.FleetLayout;
import io.spillway.drill.fleet.FleetLayout.ControlPlace;
import io.spillway.drill.load.LoadGenerator;
import io.spillway.drill.load.LoadPlan;
import io.spillway.drill.load.Punctuality;
import io.spillway.drill.plan.AbortGuard;
import io.spillway.drill.plan.DrillPlan;
import io.spillway.drill.plan.SteadyState;
import io.spillway.drill.plan.Step;
import io.spillway.drill.verdict.ControlRecord;
import io.spillway.drill.verdict.Evidence;
import io.spillway.drill.verdict.Push;
import io.spillway.drill.verdict.RunRecord;
import io.spillway.drill.verdict.SafetyRecord;
import io.spillway.drill.view.View;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Plays one drill against a running fleet: load, steady state, steps, and rollback in every case. The thread that calls
 * {@link #play} plays the steps; two more watch.
 */
public final class DrillRun {

    private static final long WATCH_MILLIS = 250;
    /** A control plane remembers its pushes; asking it often would be work beside the push that is measured. */
    private static final long PUSHES_MILLIS = 2000;
    private static final long OTHERS_MILLIS = 1000;
    private static final long SETTLE_MILLIS = 3000;

    private final DrillPlan plan;
    private final FleetLayout layout;
    private final Fleet fleet;
    private final View view;
    private final Ticker ticker;
    private final RunClock clock;
    private final Brake brake;
    private final Story story = new Story();
    private final Map<String, ControlApi> controls = new LinkedHashMap<>();
    private final List<PushWatch> watches = new ArrayList<>();
    private final List<PushSource> pushes = new ArrayList<>();
    private final ControlWork work;
    private final SwitchOverWork moves;
    private final FaultSteps faults;
    private final SafetyWatch safety;
    private final EvidenceWatch evidence;

    /** Prepares a run of a drill on a fleet of that layout; {@code brake} may be pulled at any time. */
    public DrillRun(DrillPlan plan, FleetLayout layout, Fleet fleet, View view, Ticker ticker, RunClock clock,
            Brake brake) {
        this.plan = plan;
        this.layout = layout;
        this.fleet = fleet;
        this.view = view;
        this.ticker = ticker;
        this.clock = clock;
        this.brake = brake;
        this.work = new ControlWork(layout, fleet, view, ticker, clock);
        this.moves = new SwitchOverWork(clock);
        this.faults = new FaultSteps(plan, layout, fleet, ticker, clock);
        this.safety = new SafetyWatch(plan, fleet, controls, clock);
        this.evidence = new EvidenceWatch(layout, fleet);
        Map<String, List<ControlPlace>> places = layout.controls().stream()
                .collect(Collectors.groupingBy(ControlPlace::idc, LinkedHashMap::new, Collectors.toList()));
        places.forEach(
                (idc, nodes) -> controls.put(idc, new ControlApi(nodes.stream().map(ControlPlace::api).toList())));
        pushes.addAll(work.meters());
        if (pushes.isEmpty()) {
            layout.controls().forEach(place -> watches.add(new PushWatch(place.idc(), place.process(),
                    new ControlApi(List.of(place.api())), clock)));
            pushes.addAll(watches);
        }
    }

    /** Plays the drill and returns what is known of it. Never throws for what the drill is about. */
    public RunRecord play() {
        LoadPlan loadPlan = new LoadPlan(plan.load().users(), layout.entrances(), layout.topology().hosts(),
                plan.load().connectTimeout(), plan.load().patience(), plan.load().ramp(), plan.load().replay());
        try (LoadGenerator generator = new LoadGenerator(loadPlan, ticker, clock.originNanos())) {
            Live live = new Live(generator.recording(), clock);
            StepPlayer player = new StepPlayer(fleet, controls, witnesses(), work, moves, faults, live, clock, brake,
                    view, story);
            List<Thread> watchers = new ArrayList<>();
            generator.start();
            watchers.add(Thread.startVirtualThread(() -> watchUsers(live)));
            watchers.add(Thread.startVirtualThread(this::watchOthers));
            pushes.forEach(watch -> watchers.add(Thread.startVirtualThread(() -> ask(watch::poll))));
            watchers.add(Thread.startVirtualThread(() -> ask(evidence::poll)));
            String aborted = playSteps(player, generator);
            double endMs = clock.nowMs();
            Punctuality punctuality = generator.punctuality();
            view.say("the load ends; undoing what is left of the faults");
            // Users wait for answers while the load ends: not while a fault goes on.
            List<String> differences = new ArrayList<>(faults.finish());
            generator.drain();
            rollBack(player);
            differences.addAll(safety.end(fleet.pause()));
            settlePushes();
            Evidence seen = evidence.end();
            ControlRecord control = work.record(aborted == null);
            watchers.forEach(Thread::interrupt);
            story.end(endMs);
            return new RunRecord(generator.recording(), story.phases(endMs), story.events(endMs), story.shifts(),
                    story.outages(), allPushes(), punctuality, generator.rps(), plan.load().latest().toMillis(),
                    seen.gateways().loopsRefused(), control, moves.traces(), safety(differences), seen, aborted);
        } finally {
            evidence.close();
            faults.close();
            controls.values().forEach(ControlApi::close);
            watches.forEach(PushWatch::close);
            work.close();
        }
    }

    private SafetyRecord safety(List<String> differences) {
        return new SafetyRecord(faults.traces(), safety.clocks(), differences, faults.attempts(),
                plan.safety().abortedBy(), safety.configurations());
    }

    private @Nullable String playSteps(StepPlayer player, LoadGenerator generator) {
        brake.playedBy(Thread.currentThread());
        try {
            SteadyState steady = plan.steady();
            if (steady != null) {
                view.say("waiting for the steady state");
                player.play(steady.asStep());
            }
            safety.begin();
            generator.beginMeasuring();
            work.beginMeasuring();
            evidence.begin();
            for (Step step : plan.steps()) {
                player.play(step);
            }
            return null;
        } catch (AbortedException | FleetException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            String reason = brake.reason();
            return reason == null ? "interrupted" : reason;
        } finally {
            brake.playedBy(null);
            // What follows must run to its end, also after an interrupt.
            var _ = Thread.interrupted();
        }
    }

    /** Plays the rollback; a step that fails does not keep the others from being tried. */
    private void rollBack(StepPlayer ended) {
        Story unwritten = new Story();
        StepPlayer player = ended.withStory(unwritten, new Brake());
        for (Step step : plan.rollback()) {
            try {
                player.play(step);
            } catch (AbortedException | FleetException e) {
                view.say("rollback: " + e.getMessage());
            } catch (InterruptedException e) {
                view.say("rollback: goes on in spite of an interrupt");
            }
        }
    }

    private void watchUsers(Live live) {
        try {
            while (true) {
                view.progress(live.progress(pushes.stream().mapToLong(PushSource::size).sum()));
                guard(live);
                fleet.pause().millis(WATCH_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A fleet that has just been started may serve badly; what it does from the first step on is the drill's. */
    private void guard(Live live) {
        if (!safety.watching()) {
            return;
        }
        double sinceMs = clock.nowMs() - safety.beganMs();
        for (AbortGuard guard : plan.abort()) {
            String broken = sinceMs < guard.window().toMillis() ? null : live.broken(guard);
            if (broken != null) {
                brake.pull(broken);
            }
        }
        String more = sinceMs < Live.SHARE_WINDOW_MS ? null : live.touchesMore(plan.safety().sharePercent());
        if (more != null) {
            brake.pull(more);
        }
    }

    private void watchOthers() {
        try {
            while (true) {
                safety.look(brake);
                fleet.pause().millis(OTHERS_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Question {
        void ask() throws InterruptedException;
    }

    private void ask(Question question) {
        try {
            while (true) {
                question.ask();
                fleet.pause().millis(PUSHES_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settlePushes() {
        double deadlineMs = clock.nowMs() + SETTLE_MILLIS;
        try {
            boolean settled = false;
            while (!settled && clock.nowMs() < deadlineMs) {
                settled = true;
                for (PushSource watch : pushes) {
                    settled &= watch.poll();
                }
                fleet.pause().millis(WATCH_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Witness> witnesses() {
        return Stream.<Witness>concat(pushes.stream(), evidence.meters().stream()).toList();
    }

    private List<Push> allPushes() {
        return watches.stream().flatMap(watch -> watch.pushes().stream()).toList();
    }
}
