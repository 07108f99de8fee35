package io.spillway.drill.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.spillway.ctl.client.JsonView;
import io.spillway.drill.agent.Agent;
import io.spillway.drill.agent.ControlPlane;
import io.spillway.drill.agent.Outcome;
import io.spillway.drill.agent.Run;
import io.spillway.drill.agent.ServerOptions;
import io.spillway.drill.plan.PlanException;
import io.spillway.drill.plan.PlanFiles;
import io.spillway.drill.verdict.Verdict;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;

/** Plays a drill at once, as an agent of its own, under the same rules as a scheduled one. */
final class InstallationRunner {

    private static final int UNREACHABLE = 3;
    private static final int CONFLICT = 4;
    private static final int GUARDED = 5;

    private final Surroundings surroundings;

    InstallationRunner(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Returns the exit code. {@code drill}: a file, which is written to the control plane first, or a name that it knows. */
    int run(String drill, DrillOptions options, ServerOptions server) {
        ControlPlane control;
        String name;
        try {
            control = server.controlPlane(surroundings.ticker());
            Path file = Path.of(drill);
            name = Files.isRegularFile(file) ? PlanFiles.drill(file).name() : drill;
            if (Files.isRegularFile(file)
                    && done(control.put(name, Files.readString(file))) instanceof Asked.Failed failed) {
                return failed(failed);
            }
        } catch (IOException | PlanException e) {
            surroundings.terminal().err().println(e.getMessage());
            return DrillRunner.USAGE;
        }
        String agent = AgentVerb.agentName("");
        return switch (done(control.run(name, agent))) {
            case Asked.Failed failed -> failed(failed);
            case Asked.Done(JsonView begun) -> play(control, agent, new Run(name, current(begun), begun), options);
        };
    }

    /** Lets a run of a Drill begin that an agent plays; returns the exit code. */
    int start(String drill, ServerOptions server, DrillOptions.Output output) {
        return say("/v1/drills/" + drill + "/run", Map.of(), server, output);
    }

    /** Lets the run of a Drill that goes on end early; returns the exit code. */
    int abort(String drill, String reason, ServerOptions server, DrillOptions.Output output) {
        return say("/v1/drills/" + drill + "/abort", Map.of("reason", reason), server, output);
    }

    private int say(String target, Map<String, ?> body, ServerOptions server, DrillOptions.Output output) {
        ControlPlane control;
        try {
            control = server.controlPlane(surroundings.ticker());
        } catch (IOException e) {
            surroundings.terminal().err().println(e.getMessage());
            return DrillRunner.USAGE;
        }
        return switch (done(control.post(target, body))) {
            case Asked.Failed failed -> failed(failed);
            case Asked.Done(JsonView drill) -> {
                printRun(drill, output);
                yield DrillRunner.DONE;
            }
        };
    }

    private void printRun(JsonView drill, DrillOptions.Output output) {
        List<JsonView> runs = drill.at("status").list("runs");
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("drill", drill.at("metadata").text("name"));
        for (String key : runs.isEmpty() ? List.<String>of() : List.of("id", "state", "agent", "abort")) {
            shown.put(key, runs.getLast().text(key));
        }
        switch (output) {
            case TABLE -> surroundings.terminal().out().println(shown.entrySet().stream()
                    .filter(each -> !each.getValue().equals("")).map(each -> each.getKey() + " " + each.getValue())
                    .collect(Collectors.joining("  ")));
            case JSON -> surroundings.terminal().out().println(JsonText.writeIndented(Trees.of(shown)));
        }
        surroundings.terminal().out().flush();
    }

    private int play(ControlPlane control, String name, Run run, DrillOptions options) {
        Agent agent = new Agent(AgentVerb.parts(surroundings, control, name, options.report()));
        List<Outcome> ended = new ArrayList<>();
        Thread worker = Thread.ofPlatform().name("agent").start(() -> {
            try {
                ended.add(agent.play(run));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException end) {
                agent.stop("interrupted by the operator");
            }
        }
        if (ended.isEmpty()) {
            return DrillRunner.FAILED;
        }
        print(surroundings.terminal(), options.output(), ended.getFirst());
        return ended.getFirst().verdict() == Verdict.PASS ? DrillRunner.DONE : DrillRunner.FAILED;
    }

    private static String current(JsonView drill) {
        List<JsonView> runs = drill.at("status").list("runs");
        return runs.isEmpty() ? "" : runs.getLast().text("id");
    }

    /** What was asked for. */
    private sealed interface Asked {

        record Done(JsonView body) implements Asked {}

        record Failed(int code, String why) implements Asked {}
    }

    private static Asked done(ControlPlane.Said said) {
        return switch (said) {
            case ControlPlane.Said.Done(JsonView body) -> new Asked.Done(body);
            case ControlPlane.Said.Silent(String why) -> new Asked.Failed(UNREACHABLE, why);
            case ControlPlane.Said.Refused(int status, String why) -> new Asked.Failed(switch (status) {
                case 401, 403 -> DrillRunner.USAGE;
                case 409, 412 -> CONFLICT;
                case 422 -> GUARDED;
                default -> DrillRunner.FAILED;
            }, why);
        };
    }

    private int failed(Asked.Failed failed) {
        surroundings.terminal().err().println(failed.why());
        return failed.code();
    }

    /** Writes how a run ended. */
    static void print(Terminal terminal, DrillOptions.Output output, Outcome outcome) {
        switch (output) {
            case TABLE -> {
                terminal.out().println(outcome.verdict());
                outcome.reasons().forEach(reason -> terminal.out().println("  " + reason));
                terminal.out().println("report: " + outcome.report());
            }
            case JSON -> {
                Map<String, Object> shown = new LinkedHashMap<>();
                shown.put("verdict", outcome.verdict().name());
                shown.put("reasons", outcome.reasons());
                shown.put("report", outcome.report());
                terminal.out().println(JsonText.writeIndented(Trees.of(shown)));
            }
        }
        terminal.out().flush();
    }
}
