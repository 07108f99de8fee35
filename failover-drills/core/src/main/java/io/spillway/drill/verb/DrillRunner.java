package io.spillway.drill.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.spillway.drill.fleet.FleetException;
import io.spillway.drill.plan.PlanException;
import io.spillway.drill.report.ReportFolder;
import io.spillway.drill.report.RunFacts;
import io.spillway.drill.report.Signature;
import io.spillway.drill.run.Brake;
import io.spillway.drill.verdict.Verdict;
import io.spillway.drill.view.View;
import org.jspecify.annotations.Nullable;

/** Plays a drill, or all drills of a folder, each on a fleet of its own. */
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

    /** What is done with a fleet that still runs after its drill. */
    interface Afterwards {

        /** Nothing. */
        Afterwards END = (session, facts) -> {};

        /** Does it. */
        void with(Session session, RunFacts facts) throws InterruptedException;
    }

    /**
     * How a drill ended.
     *
     * @param facts
     *            what its report says
     * @param regressions
     *            what is slower than its baseline
     */
    record Played(RunFacts facts, List<String> regressions) {

        boolean good() {
            return facts.judgement().verdict() == Verdict.PASS && regressions.isEmpty();
        }
    }

    /** Returns the exit code; with {@code stay} only after an interrupt. */
    int run(String drill, DrillOptions options, boolean stay) {
        try {
            Hub.enter(options.netns(), options.fleet());
        } catch (IOException e) {
            terminal.err().println(e.getMessage());
            return USAGE;
        } catch (InterruptedException e) {
            return FAILED;
        }
        return inPlace(drill, options, stay);
    }

    private int inPlace(String drill, DrillOptions options, boolean stay) {
        if (Files.isDirectory(Path.of(drill))) {
            return new FolderRun(surroundings, this, options).play(Path.of(drill));
        }
        Planned planned;
        Baseline baseline;
        PrivateKey key;
        try {
            planned = Planned.read(surroundings.home(), drill, options);
            Path given = options.baseline();
            baseline = given == null ? Baseline.NONE : Baseline.of(given, planned.plan().name());
            key = key(options);
        } catch (PlanException | IOException e) {
            terminal.err().println(e.getMessage());
            return USAGE;
        }
        try {
            Played played = play(planned, options, options.report(), options.runFolder(), baseline, key,
                    (session, facts) -> {
                        print(facts, options);
                        if (stay && !interruption.isInterrupted()) {
                            stay(session);
                        }
                    });
            played.regressions().forEach(each -> terminal.err().println("slower than the baseline: " + each));
            return played.good() ? DONE : FAILED;
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

    static @Nullable PrivateKey key(DrillOptions options) throws IOException {
        Path pem = options.key();
        return pem == null ? null : Signature.privateKey(pem);
    }

    /** Starts a fleet, plays a drill on it, writes its report and ends the fleet. */
    Played play(Planned planned, DrillOptions options, Path report, Path runFolder, Baseline baseline,
            @Nullable PrivateKey key, Afterwards afterwards) throws IOException, InterruptedException {
        Brake brake = interruption.freshBrake();
        View view = terminal.view();
        try (Session session = session(planned, options, runFolder, view)) {
            session.start();
            RunFacts facts = session.play(planned.plan(), brake, report);
            if (key != null) {
                Signature.sign(report, key);
            }
            Played played = new Played(facts, baseline.regressions(report, options.tolerance()));
            view.close();
            afterwards.with(session, facts);
            return played;
        }
    }

    private Session session(Planned planned, DrillOptions options, Path runFolder, View view)
            throws IOException, InterruptedException {
        Path fleet = options.fleet();
        return fleet == null
                ? Session.prepare(surroundings, planned.topology(), options.registry(planned.topology()),
                        new Wiring(planned.plan().lines(), options.netns()), runFolder, view)
                : Session.join(surroundings, planned.topology(), planned.plan().lines(), fleet, view);
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
