package io.spillway.drill.bench.verb;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.spillway.drill.bench.net.Namespaces;
import io.spillway.drill.bench.run.CaseRun;
import io.spillway.drill.bench.run.FaultCase;
import io.spillway.drill.bench.run.Figures;
import io.spillway.drill.bench.run.Lab;
import io.spillway.drill.bench.run.Row;
import io.spillway.drill.bench.system.Contestant;
import io.spillway.drill.fleet.FleetException;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.verb.Surroundings;

/** Runs in the client's namespace: system after system, fault after fault. */
final class Inside {
    private static final long HOLD_MILLIS = 20;

    private final Surroundings surroundings;
    private final FailoverOptions options;
    private final PrintStream out;
    private final PrintStream err;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private Progress progress;
    private Path requests = Path.of("");

    Inside(Surroundings surroundings, FailoverOptions options) {
        this.surroundings = surroundings;
        this.options = options;
        this.out = surroundings.terminal().out();
        this.err = surroundings.terminal().err();
        this.progress = new Progress(err, surroundings.ticker(), 0);
    }

    int run(List<Contestant> contestants, List<FaultCase> faults) throws IOException, InterruptedException {
        endWithInput();
        boolean keep = !options.folder().toString().isEmpty();
        Path folder = keep
                ? Files.createDirectories(options.folder().toAbsolutePath())
                : Files.createTempDirectory("spillway-bench-");
        OtherCpu cpu = OtherCpu.start();
        progress = new Progress(err, surroundings.ticker(),
                contestants.stream().mapToInt(one -> options.repeat(one) * faults.size()).sum());
        try {
            if (!options.json()) {
                out.print(Rows.header());
                out.flush();
            }
            for (Contestant contestant : contestants) {
                try {
                    play(contestant, faults, folder.resolve(contestant.name()));
                } catch (FleetException e) {
                    // What the others showed is not lost for it.
                    problems.add(contestant.name() + ": " + e.getMessage());
                    progress.say(problems.getLast());
                }
            }
        } finally {
            if (!keep) {
                delete(folder);
            }
        }
        if (options.json()) {
            out.print(Rows.json(rows, problems, cpu.percent()));
        }
        problems.forEach(problem -> err.println("bench failover: " + problem));
        return problems.isEmpty() ? 0 : 1;
    }

    private void play(Contestant contestant, List<FaultCase> faults, Path folder)
            throws IOException, InterruptedException {
        if (Files.exists(folder)) {
            delete(folder);
        }
        Files.createDirectories(folder);
        requests = folder;
        CaseRun runs = new CaseRun(options.load(), surroundings.ticker(), Pause.real());
        Contestant.Surroundings where = new Contestant.Surroundings(surroundings.home(), folder,
                Namespaces.existing(options.inside()));
        try (Lab lab = new Lab(contestant, where, surroundings.ticker(), Pause.real())) {
            progress.say(contestant.name() + ": starts and warms up");
            runs.warmUp(lab);
            progress.say(contestant.name() + ": is warm");
            while (!options.hold().toString().isEmpty() && !Files.exists(options.hold())) {
                Pause.real().millis(HOLD_MILLIS);
            }
            for (FaultCase fault : faults) {
                for (int repeat = 1; repeat <= options.repeat(contestant); repeat++) {
                    progress.begin(contestant.name() + ", " + fault.text());
                    play(runs, lab, fault, new Turn(contestant.name(), repeat));
                    progress.end();
                }
            }
        }
    }

    private record Turn(String system, int repeat) {}

    /** A run that its client slept through is played again, once; a fault that cannot be played stops no other. */
    private void play(CaseRun runs, Lab lab, FaultCase fault, Turn turn) throws InterruptedException {
        try {
            if (play(runs, lab, fault, turn, false)) {
                play(runs, lab, fault, turn, true);
            }
        } catch (FleetException | IllegalStateException e) {
            problems.add(turn.system() + ", " + fault.word() + ", run " + turn.repeat() + ": " + e.getMessage());
            progress.say(problems.getLast());
        }
    }

    private boolean play(CaseRun runs, Lab lab, FaultCase fault, Turn turn, boolean last)
            throws InterruptedException {
        Path file = requests.resolve(fault.word() + "-" + turn.repeat() + ".csv");
        Figures figures = runs.play(lab, fault, (recording, window) -> {
            if (!options.folder().toString().isEmpty()) {
                Requests.write(file, recording, window);
            }
        });
        boolean isVoid = figures.isVoid(options.load().watch().toMillis());
        if (isVoid && !last) {
            progress.say(String.format(Locale.ROOT, "VOID: the client stood still for %.0f ms; once more",
                    figures.lateness().totalMs()));
            return true;
        }
        Row row = new Row(turn.system(), fault, turn.repeat(), figures, isVoid);
        rows.add(row);
        if (!options.json()) {
            out.print(Rows.line(row));
            out.flush();
        }
        return false;
    }

    /** The process outside holds our input open: when it is gone so are we. */
    private static void endWithInput() {
        Thread main = Thread.currentThread();
        Thread.ofPlatform().daemon().name("input").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // nothing is said this way
                }
            } catch (IOException gone) {
                // as good as an end
            }
            main.interrupt();
        });
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
