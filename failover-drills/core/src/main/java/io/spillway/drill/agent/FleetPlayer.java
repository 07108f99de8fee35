package io.spillway.drill.agent;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.spillway.ctl.client.JsonView;
import io.spillway.drill.plan.PlanException;
import io.spillway.drill.plan.PlanFiles;
import io.spillway.drill.run.Brake;
import io.spillway.drill.verdict.Verdict;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;

/**
 * Plays a drill on a fleet of its own by {@code spillway drill run} in a process of its own, so that neither of the two takes the
 * other along: SIGTERM lets it roll back, and when the agent dies it plays on to its end.
 */
public final class FleetPlayer implements Player {

    private static final long LOOK_MILLIS = 200;
    /** Longer than a drill takes to roll back when it is interrupted. */
    private static final Duration ROLLBACK = Duration.ofSeconds(80);

    private final List<String> command;

    /** Creates one. {@code command}: what runs a drill, less the file and the options. */
    public FleetPlayer(List<String> command) {
        this.command = List.copyOf(command);
    }

    /** Returns one that starts this program anew, with the same JVM and class path. */
    public static FleetPlayer ofThisProgram(List<String> jvm, String mainClass) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass, "drill", "run"));
        return new FleetPlayer(command);
    }

    @Override
    public Outcome play(Run run, Path folder, Brake brake) throws InterruptedException {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve("drill.yaml");
            Files.writeString(file, document(run));
            Process process = start(file, folder);
            try {
                follow(process, brake);
            } finally {
                process.destroyForcibly();
            }
            return outcome(process.waitFor(), folder, brake);
        } catch (IOException e) {
            return Outcome.aborted("it could not be played: " + e.getMessage(), folder.toString());
        }
    }

    /** The drill without what is the control plane's. */
    private static String document(Run run) {
        Map<String, Tree> drill = new LinkedHashMap<>();
        drill.put("apiVersion", Tree.text("spillway.io/v1"));
        drill.put("kind", Tree.text("Drill"));
        drill.put("metadata", Tree.mapping(Map.of("name", Tree.text(run.drill()))));
        drill.put("spec", run.document().at("spec").tree());
        return JsonText.writeIndented(Tree.mapping(drill));
    }

    private Process start(Path file, Path folder) throws IOException {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(file.toString(), "--report", folder.toString(), "--run-dir",
                folder.resolve("fleet").toString(), "-o", "json"));
        if (breaksNetworks(file)) {
            whole.add("--netns");
        }
        return new ProcessBuilder(whole).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("log.txt").toFile()).start();
    }

    /** Nobody is there who could say so: a drill that needs namespaces gets them, or says why it cannot. */
    private static boolean breaksNetworks(Path file) {
        try {
            return !PlanFiles.drill(file).networkFaults().isEmpty();
        } catch (PlanException e) {
            // The run itself says what is wrong with it.
            return false;
        }
    }

    private static void follow(Process process, Brake brake) throws InterruptedException {
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (brake.reason() != null) {
                    process.destroy();
                    boolean _ = process.waitFor(ROLLBACK.toSeconds(), TimeUnit.SECONDS);
                    return;
                }
            }
        } catch (InterruptedException stop) {
            process.destroy();
            boolean _ = process.waitFor(ROLLBACK.toSeconds(), TimeUnit.SECONDS);
            throw stop;
        }
    }

    private static Outcome outcome(int exit, Path folder, Brake brake) {
        String pulled = brake.reason();
        if (pulled != null) {
            return Outcome.aborted(pulled, folder.toString());
        }
        try {
            if (JsonText
                    .parse(Files.readString(folder.resolve("report.json"))) instanceof Decoded.Valid<Tree>(Tree tree)) {
                JsonView report = new JsonView(tree);
                return new Outcome(Verdict.valueOf(report.text("verdict")), report.texts("reasons"), folder.toString());
            }
        } catch (IOException | IllegalArgumentException e) {
            // There is no report that says how it ended: the log does.
        }
        return Outcome.aborted("spillway drill run ended with " + exit + " and left no report; see " + folder
                + "/log.txt", folder.toString());
    }
}
