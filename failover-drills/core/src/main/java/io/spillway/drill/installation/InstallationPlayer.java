package io.spillway.drill.installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.drill.agent.ControlPlane;
import io.spillway.drill.agent.Outcome;
import io.spillway.drill.agent.Player;
import io.spillway.drill.agent.Run;
import io.spillway.drill.fault.Fault;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.plan.DrillPlan;
import io.spillway.drill.plan.PlanException;
import io.spillway.drill.plan.PlanFiles;
import io.spillway.drill.plan.Step;
import io.spillway.drill.run.Brake;
import io.spillway.drill.verdict.Verdict;
import io.spillway.model.document.Durations;
import io.spillway.model.document.Tree;
import io.spillway.model.time.Ticker;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;

/**
 * Plays a drill with the traffic of a running installation. It does nothing but switch-overs of origin DRILL and faults of
 * gateways: those may be made by the role drill, give way to real ones, and are taken back by the control plane when this process
 * dies.
 */
public final class InstallationPlayer implements Player {

    private static final long SLICE_MILLIS = 100;

    private final ControlPlane control;
    private final Pause pause;
    private final Ticker ticker;
    private final InstantSource wall;

    /** Creates one that talks to a control plane. */
    public InstallationPlayer(ControlPlane control, Pause pause, Ticker ticker, InstantSource wall) {
        this.control = control;
        this.pause = pause;
        this.ticker = ticker;
        this.wall = wall;
    }

    @Override
    public Outcome play(Run run, Path folder, Brake brake) throws InterruptedException {
        List<Map<String, Object>> story = new ArrayList<>();
        Outcome outcome;
        try {
            Files.createDirectories(folder);
            InstallationPlan plan = InstallationPlan.of(run.document(), read(run, folder));
            List<String> refusals = plan.refusals();
            outcome = refusals.isEmpty()
                    ? play(run, plan, folder, brake, story)
                    : new Outcome(Verdict.ABORTED, refusals, folder.toString());
            keep(run, outcome, story, folder);
        } catch (PlanException | IOException e) {
            outcome = Outcome.aborted("it could not be played: " + e.getMessage(), folder.toString());
        }
        return outcome;
    }

    private static DrillPlan read(Run run, Path folder) throws IOException, PlanException {
        Map<String, Tree> drill = new LinkedHashMap<>();
        drill.put("apiVersion", Tree.text("spillway.io/v1"));
        drill.put("kind", Tree.text("Drill"));
        drill.put("metadata", Tree.mapping(Map.of("name", Tree.text(run.drill()))));
        drill.put("spec", run.document().at("spec").tree());
        Path file = folder.resolve("drill.yaml");
        Files.writeString(file, JsonText.writeIndented(Tree.mapping(drill)));
        return PlanFiles.drill(file);
    }

    private Outcome play(Run run, InstallationPlan plan, Path folder, Brake brake, List<Map<String, Object>> story)
            throws InterruptedException {
        Moves moves = new Moves(control, "drill." + run.drill() + "." + run.id() + ".", pause, ticker);
        Harms harms = new Harms(control, "/v1/drills/" + run.drill() + "/runs/" + run.id() + "/",
                Run.in(run.document(), run.id()).text("agent"), pause, ticker);
        List<String> reasons = new ArrayList<>();
        try (Watch _ = new Watch(control.each(), plan.scope(), plan.plan().abort(), brake, ticker).start()) {
            try {
                for (Step step : plan.plan().steps()) {
                    note(story, said(step));
                    play(step, plan, moves, harms, brake);
                }
            } catch (Moves.Stopped e) {
                reasons.add(String.valueOf(e.getMessage()));
                note(story, "ended early: " + e.getMessage());
            }
            // In every case, whatever the drill says: nothing of it stays in an installation.
            reasons.addAll(harms.endAll());
            reasons.addAll(moves.endAll());
            note(story, "rolled back");
        }
        return new Outcome(reasons.isEmpty() ? Verdict.PASS : Verdict.ABORTED, reasons, folder.toString());
    }

    private void play(Step step, InstallationPlan plan, Moves moves, Harms harms, Brake brake)
            throws Moves.Stopped, InterruptedException {
        String pulled = brake.reason();
        if (pulled != null) {
            throw new Moves.Stopped(pulled);
        }
        switch (step) {
            case Step.Sleep(var duration) -> sleep(duration.toNanos(), brake);
            case Step.SwitchOver move -> moves.make(move, brake);
            case Step.RollBack back -> moves.rollBack(back, brake);
            case Step.Break broken when broken.fault() instanceof Fault.Filter fault ->
                harms.make(broken.event(), fault, plan.ttl(broken));
            case Step.End end -> harms.end(end.fault());
            case Step.EndSwitchOvers _ -> {
                List<String> left = moves.endAll();
                if (!left.isEmpty()) {
                    throw new Moves.Stopped(String.join("; ", left));
                }
            }
            default -> {
                // A phase is a name. Everything else was refused.
            }
        }
    }

    private void sleep(long nanos, Brake brake) throws Moves.Stopped, InterruptedException {
        long until = ticker.nanos() + nanos;
        while (ticker.nanos() - until < 0) {
            String pulled = brake.reason();
            if (pulled != null) {
                throw new Moves.Stopped(pulled);
            }
            pause.millis(SLICE_MILLIS);
        }
    }

    private void note(List<Map<String, Object>> story, String what) {
        Map<String, Object> noted = new LinkedHashMap<>();
        noted.put("at", wall.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        noted.put("what", what);
        story.add(noted);
    }

    private static String said(Step step) {
        return switch (step) {
            case Step.Phase(String name) -> "phase " + name;
            case Step.Sleep(var duration) -> "sleep " + Durations.format(duration);
            case Step.SwitchOver move -> "switchOver " + move.name() + ": " + move.percents() + " % of " + move.scope()
                    + " from " + move.from() + " to " + move.to();
            case Step.RollBack back -> "rollBack " + back.name();
            case Step.Break broken -> broken.event() + ": " + broken.fault().words();
            case Step.End end -> "end " + end.fault();
            default -> "endSwitchOvers";
        };
    }

    private static void keep(Run run, Outcome outcome, List<Map<String, Object>> story, Path folder)
            throws IOException {
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("schema", "spillway.io/installation-run/v1");
        kept.put("drill", run.drill());
        kept.put("run", run.id());
        kept.put("verdict", outcome.verdict().name());
        kept.put("reasons", outcome.reasons());
        kept.put("story", story);
        Files.writeString(folder.resolve("run.json"), JsonText.writeIndented(Trees.of(kept)));
    }
}
