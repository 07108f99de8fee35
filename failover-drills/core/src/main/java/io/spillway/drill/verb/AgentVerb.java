package io.spillway.drill.verb;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

import io.spillway.drill.agent.Agent;
import io.spillway.drill.agent.ControlPlane;
import io.spillway.drill.agent.FleetPlayer;
import io.spillway.drill.agent.Outcome;
import io.spillway.drill.agent.ServerOptions;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.installation.InstallationPlayer;
import io.spillway.drill.verdict.Verdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spillway drill agent}: plays the drills that control nodes schedule, until it is ended. */
@Command(name = "agent", mixinStandardHelpOptions = true, sortOptions = false, description = "Plays the drills that the control plane schedules, one at a time, until it is ended."
        + " SIGTERM: what is played is rolled back and reported first.%nExit codes: 0 done (--once: PASS), 1 --once: not PASS, 2 usage, 130 ended.")
public final class AgentVerb implements Callable<Integer> {

    private final Surroundings surroundings;
    @Mixin
    private ServerOptions server = new ServerOptions();
    @Option(names = "--name", paramLabel = "NAME", description = "name of this agent, unique among agents (default: host-pid)")
    private String name = "";
    @Option(names = "--reports", paramLabel = "DIR", description = "folder for the reports, one below it for each run (default: ${DEFAULT-VALUE})")
    private Path reports = Path.of("out", "drills");
    @Option(names = "--once", description = "ends after one run")
    private boolean once;
    @Option(names = "-o", paramLabel = "table|json", description = "how the end of --once is written to standard output (default: table)")
    private DrillOptions.Output output = DrillOptions.Output.TABLE;

    /** Creates the verb. */
    public AgentVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ControlPlane control;
        try {
            control = server.controlPlane(surroundings.ticker());
        } catch (IOException e) {
            surroundings.terminal().err().println(e.getMessage());
            return DrillRunner.USAGE;
        }
        Agent agent = new Agent(parts(surroundings, control, agentName(name), reports));
        say("agent " + agentName(name) + ": looks for runs; reports in " + reports.toAbsolutePath());
        Outcome last = work(agent);
        if (once && last != null) {
            InstallationRunner.print(surroundings.terminal(), output, last);
        }
        return last == null || !once || last.verdict() == Verdict.PASS ? DrillRunner.DONE : DrillRunner.FAILED;
    }

    /** The interrupt of this thread is the agent's end, which takes its time: what is played is rolled back. */
    private @Nullable Outcome work(Agent agent) {
        AtomicReference<@Nullable Outcome> last = new AtomicReference<>();
        Thread worker = Thread.ofPlatform().name("agent").start(() -> {
            try {
                last.set(agent.work(once));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException end) {
                say("agent: ends");
                agent.stop("the agent was ended");
            }
        }
        return last.get();
    }

    private void say(String line) {
        say(surroundings, line);
    }

    private static void say(Surroundings surroundings, String line) {
        surroundings.terminal().err()
                .println(surroundings.wall().instant().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }

    /** Returns what an agent works with. */
    static Agent.Parts parts(Surroundings surroundings, ControlPlane control, String name, Path reports) {
        return new Agent.Parts(name, control,
                FleetPlayer.ofThisProgram(ManagementFactory.getRuntimeMXBean().getInputArguments(),
                        "io.spillway.drill.Main"),
                new InstallationPlayer(control, Pause.real(), surroundings.ticker(), surroundings.wall()),
                reports.toAbsolutePath(), surroundings.ticker(), Pause.real(), line -> say(surroundings, line));
    }

    /** Returns the name that was given, or one of this process. */
    static String agentName(String given) {
        if (!given.isEmpty()) {
            return given;
        }
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            host = "agent";
        }
        return host + "-" + ProcessHandle.current().pid();
    }
}
