package io.spillway.drill.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.spillway.ctl.client.JsonView;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.run.Brake;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/** Takes runs from the control plane, one after the other, plays them and tells how they ended. Used by one thread. */
public final class Agent {

    private static final Duration LOOK = Duration.ofSeconds(2);
    /** A report that nobody takes for so long is of a run that the control plane has given up. */
    private static final Duration REPORTING = Duration.ofSeconds(60);

    private final Parts parts;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Brake playing;
    private String away = "";

    /**
     * What it works with.
     *
     * @param name         unique among agents
     * @param fleets       plays on fleets of their own
     * @param installation plays with the traffic of the installation
     * @param reports      where the reports go, a folder for each run
     * @param log          told each change of state, in a line
     */
    public record Parts(String name, ControlPlane control, Player fleets, Player installation, Path reports,
            Ticker ticker, Pause pause, Consumer<String> log) {}

    /** Creates one that does nothing before it {@link #work}s. */
    public Agent(Parts parts) {
        this.parts = parts;
    }

    /** Ends: a run that goes on is rolled back and reported first. Called by any thread. */
    public void stop(String why) {
        stopped.countDown();
        Brake brake = playing;
        if (brake != null) {
            brake.pull(why);
        }
    }

    /** Works until it is stopped, or, when it is told so, until it has played one run. Returns how the last one ended. */
    public @Nullable Outcome work(boolean once) throws InterruptedException {
        Outcome last = null;
        while (stopped.getCount() > 0 && !(once && last != null)) {
            Run run = next();
            if (run == null) {
                boolean _ = stopped.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                last = play(run);
            }
        }
        return last;
    }

    /** Plays a run that is this agent's already, and reports. */
    public Outcome play(Run run) throws InterruptedException {
        Brake brake = new Brake();
        playing = brake;
        if (stopped.getCount() == 0) {
            brake.pull("the agent ends");
        }
        parts.log().accept("run " + run + ": taken");
        Outcome outcome;
        try (Beats _ = new Beats(parts.control(), run, parts.name(), brake, parts.ticker()).start()) {
            outcome = (run.ofInstallation() ? parts.installation() : parts.fleets()).play(run,
                    parts.reports().resolve(run.drill()).resolve(run.id()), brake);
            parts.log().accept("run " + run + ": " + outcome.verdict()
                    + (outcome.reasons().isEmpty() ? "" : ": " + String.join("; ", outcome.reasons())));
            report(run, outcome);
        } finally {
            playing = null;
        }
        return outcome;
    }

    /** Returns a run that is now this agent's; null when there is none to be had. */
    private @Nullable Run next() {
        switch (parts.control().drills()) {
            case ControlPlane.Said.Done(JsonView listing) -> {
                reached("");
                for (JsonView drill : listing.list("items")) {
                    for (JsonView each : drill.at("status").list("runs")) {
                        boolean free = each.text("state").equals("SCHEDULED") && each.text("abort").isEmpty();
                        if (free && parts.control().take(drill.at("metadata").text("name"), each.text("id"),
                                parts.name()) instanceof ControlPlane.Said.Done(JsonView taken)) {
                            return new Run(taken.at("metadata").text("name"), each.text("id"), taken);
                        }
                    }
                }
            }
            case ControlPlane.Said.Refused(int _, String why) -> reached(why);
            case ControlPlane.Said.Silent(String why) -> reached(why);
        }
        return null;
    }

    private void reached(String why) {
        if (!why.equals(away)) {
            parts.log().accept(why.isEmpty() ? "the control plane answers" : "the control plane: " + why);
            away = why;
        }
    }

    private void report(Run run, Outcome outcome) throws InterruptedException {
        long until = parts.ticker().nanos() + REPORTING.toNanos();
        while (true) {
            switch (parts.control().report(run.drill(), run.id(), parts.name(), outcome)) {
                case ControlPlane.Said.Done _ -> {
                    return;
                }
                case ControlPlane.Said.Refused(int _, String why) -> {
                    parts.log().accept("run " + run + ": its report is not taken: " + why);
                    return;
                }
                case ControlPlane.Said.Silent(String why) -> {
                    if (parts.ticker().nanos() > until) {
                        parts.log().accept("run " + run + ": its report did not arrive: " + why);
                        return;
                    }
                    parts.pause().millis(LOOK.toMillis());
                }
            }
        }
    }
}
