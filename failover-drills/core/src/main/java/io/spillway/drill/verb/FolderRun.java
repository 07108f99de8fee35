package io.spillway.drill.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.spillway.drill.fleet.FleetException;
import io.spillway.drill.plan.PlanException;
import io.spillway.drill.report.Summary;
import io.spillway.drill.report.Summary.Result;
import io.spillway.drill.verb.DrillRunner.Afterwards;
import io.spillway.drill.verb.DrillRunner.Played;
import org.jspecify.annotations.Nullable;

/** Plays all drills of a folder, one after the other, and writes a report folder for each and one summary. */
final class FolderRun {

    private static final double NANOS = 1e9;

    private final Surroundings surroundings;
    private final Terminal terminal;
    private final DrillRunner runner;
    private final DrillOptions options;

    FolderRun(Surroundings surroundings, DrillRunner runner, DrillOptions options) {
        this.surroundings = surroundings;
        this.terminal = surroundings.terminal();
        this.runner = runner;
        this.options = options;
    }

    /** Returns 0 when all passed, 2 when a file is wrong; then none is played. */
    int play(Path folder) {
        PrivateKey key;
        List<Planned> drills;
        try {
            drills = read(folder);
            key = DrillRunner.key(options);
        } catch (PlanException | IOException e) {
            terminal.err().println(e.getMessage());
            return DrillRunner.USAGE;
        }
        Instant started = surroundings.wall().instant();
        List<Result> entries = new ArrayList<>();
        for (Planned drill : drills) {
            if (surroundings.interruption().isInterrupted()) {
                break;
            }
            terminal.err().printf(Locale.ROOT, "%n[%d/%d] %s: %s%n", entries.size() + 1, drills.size(),
                    drill.plan().name(),
                    drill.plan().title());
            Result entry = played(drill, key);
            entries.add(entry);
            terminal.err().printf(Locale.ROOT, "[%d/%d] %s: %s after %.1f s%n", entries.size(), drills.size(),
                    entry.drill(), entry.good() ? "PASS" : Summary.word(entry), entry.seconds());
        }
        return write(new Summary(started, entries));
    }

    /** Reads all files before anything is started: a drill that is wrong is not found out after half an hour. */
    private List<Planned> read(Path folder) throws PlanException, IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new IOException(folder + ": no drill in it (expected: files that end with .yaml)");
        }
        List<Planned> drills = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (Path file : files) {
            try {
                drills.add(Planned.read(surroundings.home(), file.toString(), options));
            } catch (PlanException e) {
                wrong.add(String.valueOf(e.getMessage()));
            }
        }
        List<String> names = drills.stream().map(drill -> drill.plan().name()).toList();
        names.stream().filter(name -> names.indexOf(name) < names.lastIndexOf(name)).distinct()
                .forEach(name -> wrong.add(folder + ": two drills are called " + name));
        if (!wrong.isEmpty()) {
            throw new PlanException(String.join("\n", wrong), null);
        }
        return drills;
    }

    private Result played(Planned drill, @Nullable PrivateKey key) {
        String name = drill.plan().name();
        long began = surroundings.ticker().nanos();
        try {
            Path given = options.baseline();
            Played played = runner.play(drill, options, options.report().resolve(name),
                    options.runFolder().toString().isEmpty() ? options.runFolder() : options.runFolder().resolve(name),
                    given == null ? Baseline.NONE : baseline(given, name), key, Afterwards.END);
            return Summary.played(played.facts(), played.regressions(), secondsSince(began));
        } catch (FleetException e) {
            return notPlayed(drill, "the fleet did not start: " + e.getMessage(), began);
        } catch (IOException e) {
            return notPlayed(drill, String.valueOf(e.getMessage()), began);
        } catch (InterruptedException e) {
            return notPlayed(drill, "interrupted by the operator", began);
        }
    }

    /** A drill that is new has nothing to be held against. */
    private Baseline baseline(Path given, String drill) throws IOException {
        if (!Files.isRegularFile(given.resolve(drill).resolve("report.json"))) {
            terminal.err().println(given + ": no report of " + drill + ", which is held against nothing");
            return Baseline.NONE;
        }
        return Baseline.of(given, drill);
    }

    private Result notPlayed(Planned drill, String why, long began) {
        terminal.err().println(why);
        return Summary.notPlayed(drill.plan().name(), drill.plan().title(), why, secondsSince(began));
    }

    private double secondsSince(long began) {
        return (surroundings.ticker().nanos() - began) / NANOS;
    }

    private int write(Summary summary) {
        try {
            summary.write(options.report());
        } catch (IOException e) {
            terminal.err().println(e.getMessage());
            return DrillRunner.USAGE;
        }
        switch (options.output()) {
            case TABLE -> terminal.out().print(summary.markdown());
            case JSON -> terminal.out().print(summary.json());
        }
        terminal.out().flush();
        terminal.err().println("summary: " + options.report().resolve("summary.html").toAbsolutePath());
        return summary.good() ? DrillRunner.DONE : DrillRunner.FAILED;
    }
}
