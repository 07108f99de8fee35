package io.spillway.drill.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.drill.agent.ServerOptions;
import io.spillway.drill.fault.Journal;
import io.spillway.drill.fleet.Folders;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.plan.DrillPlan;
import io.spillway.drill.plan.PlanException;
import io.spillway.drill.plan.PlanFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway drill}: run, check, list, clean up. */
@Command(name = "drill", mixinStandardHelpOptions = true, description = "Runs, checks and lists drills.")
public final class DrillVerb implements Runnable {

    private final Terminal terminal;
    private final Home home;
    private final DrillRunner runner;
    private final InstallationRunner installation;
    @Spec
    private @Nullable CommandSpec spec;

    /** Creates the verb. */
    public DrillVerb(Surroundings surroundings) {
        this.terminal = surroundings.terminal();
        this.home = surroundings.home();
        this.runner = new DrillRunner(surroundings);
        this.installation = new InstallationRunner(surroundings);
    }

    @Override
    public void run() {
        CommandSpec mine = spec;
        if (mine != null) {
            throw new ParameterException(mine.commandLine(),
                    "drill: expected one of run, validate, list, cleanup, agent, start, abort");
        }
    }

    @Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, description = {
            "Plays a drill on a fleet of its own and ends; with --server in a running installation.",
            "With a folder: all drills in it, one after the other, also after one that failed, with a report folder for each and",
            "one summary.html, .json, .md and junit.xml. Ends with 0 when all of them pass."})
    int run(@Parameters(paramLabel = "DRILL", description = "a drill file, the name of one in config/drills, or a folder with drills") String drill,
            @Mixin DrillOptions options, @Mixin ServerOptions server) {
        if (server.given() && options.netns()) {
            terminal.err()
                    .println("--netns: a running installation has a network of its own (expected: without --server)");
            return DrillRunner.USAGE;
        }
        return server.given()
                ? installation.run(drill, options, server)
                : runner.run(drill, options, false);
    }

    @Command(name = "start", mixinStandardHelpOptions = true, sortOptions = false, description = {
            "Lets a run of a Drill begin now, which an agent of the installation plays.",
            "Exit codes: 0 begun, 2 usage, 3 no control plane answers, 4 another drill runs, 5 refused by a guard, 1 refused else."})
    int start(@Parameters(paramLabel = "NAME", description = "a Drill that the control plane knows") String drill,
            @Mixin ServerOptions server,
            @Option(names = "-o", paramLabel = "table|json", description = "how the run is written (default: table)", defaultValue = "table") DrillOptions.Output output) {
        return installation.start(drill, server, output);
    }

    @Command(name = "abort", mixinStandardHelpOptions = true, sortOptions = false, description = {
            "Lets the run of a Drill that goes on end early: its agent rolls back and reports. Saying it again is no error.",
            "Exit codes: 0 said, 2 usage, 3 no control plane answers, 5 no run of it goes on, 1 refused else."})
    int abort(@Parameters(paramLabel = "NAME", description = "a Drill that the control plane knows") String drill,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; it is kept with the run and in the audit") String reason,
            @Mixin ServerOptions server,
            @Option(names = "-o", paramLabel = "table|json", description = "how the run is written (default: table)", defaultValue = "table") DrillOptions.Output output) {
        return installation.abort(drill, reason, server, output);
    }

    @Command(name = "validate", mixinStandardHelpOptions = true, description = "Checks drill files; needs nothing to run.")
    int validate(@Parameters(arity = "1..*", paramLabel = "DRILL") List<String> drills) {
        int wrong = 0;
        for (String drill : drills) {
            try {
                DrillPlan plan = Session.drill(home, drill);
                if (!plan.topology().isEmpty()) {
                    Session.topology(home, plan.topology());
                }
                terminal.out().println(
                        drill + ": " + plan.steps().size() + " steps, " + plan.invariants().size() + " invariants");
            } catch (PlanException e) {
                terminal.err().println(e.getMessage());
                wrong++;
            }
        }
        return wrong == 0 ? 0 : 1;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the drills of this installation.")
    int list() throws IOException {
        Path folder = home.config().resolve("drills");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
                String title;
                try {
                    title = PlanFiles.drill(file).title();
                } catch (PlanException e) {
                    title = "not valid: " + e.getMessage();
                }
                terminal.out().printf("%-20s %s%n", folder.relativize(file).toString().replace(".yaml", ""), title);
            }
        }
        return 0;
    }

    @Command(name = "cleanup", mixinStandardHelpOptions = true, description = "Ends faults and processes that an earlier run left, and removes its files.")
    int cleanup(
            @Option(names = "--run-dir", paramLabel = "DIR", description = "a run folder to look at too (default: only those in out)") @Nullable Path runFolder)
            throws IOException {
        int left = 0;
        List<Path> folders = new ArrayList<>(RunFolders.all());
        if (runFolder != null) {
            folders.add(runFolder.toAbsolutePath());
        }
        // The faults of a fleet that is gone are gone with it.
        for (Path folder : folders.stream().filter(each -> !RunFolders.isAbandoned(each)).toList()) {
            left = Math.max(left, endFaults(folder));
        }
        for (Path folder : RunFolders.abandoned()) {
            int ended = Leftovers.end(folder);
            Folders.delete(folder);
            terminal.out().println(folder + ": " + ended + " processes ended, files removed");
        }
        return left;
    }

    /** Returns 1 when a fault cannot be ended, else 0. */
    private int endFaults(Path folder) throws IOException {
        for (Journal journal : Journal.abandoned(folder)) {
            try {
                terminal.out().println(folder + ": " + journal.end() + " faults ended");
            } catch (IOException e) {
                terminal.err().println(folder + ": " + e.getMessage());
                return 1;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 1;
            }
        }
        return 0;
    }
}
