package io.spillway.drill.verb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import io.spillway.drill.fleet.FleetException;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.fleet.Topology;
import io.spillway.drill.plan.DrillPlan;
import io.spillway.drill.plan.PlanException;
import io.spillway.drill.report.ReportFolder;
import io.spillway.drill.report.RunFacts;
import io.spillway.drill.verdict.Verdict;
import io.spillway.drill.view.View;

/** Plays a drill on a fleet of its own. */
final class DrillRunner {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private final Surroundings surroundings;
    private final Terminal terminal;
    private final Interruption interruption;

    DrillRunner(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.terminal = surroundings.terminal();
        this.interruption = surroundings.interruption();
    }

    /** Returns the exit code; with {@code stay} only after an interrupt. */
    int run(String drill, DrillOptions options, boolean stay) {
        Home home = surroundings.home();
        DrillPlan plan;
        Topology topology;
        try {
            DrillPlan read = Session.drill(home, drill);
            plan = options.rps() > 0 ? read.withLoad(read.load().withRps(options.rps())) : read;
            topology = Session.topology(home, plan.topology());
        } catch (PlanException e) {
            terminal.err().println(e.getMessage());
            return USAGE;
        }
        View view = terminal.view();
        try (Session session = session(plan, topology, options, view)) {
            session.start();
            RunFacts facts = session.play(plan, interruption, options.report());
            view.close();
            print(facts, options);
            if (stay && interruption.brake().reason() == null) {
                stay(session);
            }
            return facts.judgement().verdict() == Verdict.PASS ? DONE : FAILED;
        } catch (FleetException e) {
            terminal.err().println("the fleet did not start: " + e.getMessage());
            return FAILED;
        } catch (IOException e) {
            terminal.err().println(e.getMessage());
            return USAGE;
        } catch (InterruptedException e) {
            return FAILED;
        }
    }

    private Session session(DrillPlan plan, Topology topology, DrillOptions options, View view) throws IOException {
        Path fleet = options.fleet();
        return fleet == null
                ? Session.prepare(surroundings, topology, options.registry(topology), plan.lines(),
                        options.runFolder(), view)
                : Session.join(surroundings, topology, plan.lines(), fleet, view);
    }

    private void print(RunFacts facts, DrillOptions options) {
        switch (options.output()) {
            case TABLE -> terminal.out().print(ReportFolder.markdown(facts));
            case JSON -> terminal.out().print(ReportFolder.json(facts));
        }
        terminal.out().flush();
        terminal.err().println(facts.judgement().verdict());
    }

    private void stay(Session session) throws InterruptedException {
        terminal.err().println("\nThe fleet stays up; Ctrl-C ends it.\n" + Addresses.of(session.layout()));
        new CountDownLatch(1).await();
    }
}
