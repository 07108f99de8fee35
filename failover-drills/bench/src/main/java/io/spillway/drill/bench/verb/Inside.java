package io.spillway.drill.bench.verb;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.drill.bench.net.Namespaces;
import io.spillway.drill.bench.run.CaseRun;
import io.spillway.drill.bench.run.FaultCase;
import io.spillway.drill.bench.run.Figures;
import io.spillway.drill.bench.run.Lab;
import io.spillway.drill.bench.run.Row;
import io.spillway.drill.bench.system.Contestant;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.verb.Surroundings;

/** Runs in the client's namespace: system after system, fault after fault. */
final class Inside {
    private final Surroundings surroundings;
    private final FailoverOptions options;
    private final PrintStream out;
    private final PrintStream err;

    Inside(Surroundings surroundings, FailoverOptions options) {
        this.surroundings = surroundings;
        this.options = options;
        this.out = surroundings.terminal().out();
        this.err = surroundings.terminal().err();
    }

    int run(List<Contestant> contestants, List<FaultCase> faults) throws IOException, InterruptedException {
        endWithInput();
        boolean keep = !options.folder().toString().isEmpty();
        Path folder = keep
                ? Files.createDirectories(options.folder().toAbsolutePath())
                : Files.createTempDirectory("spillway-bench-");
        List<Row> rows = new ArrayList<>();
        OtherCpu cpu = OtherCpu.start();
        try {
            if (!options.json()) {
                out.print(Rows.header());
                out.flush();
            }
            for (Contestant contestant : contestants) {
                play(contestant, faults, folder.resolve(contestant.name()), rows);
            }
        } finally {
            if (!keep) {
                delete(folder);
            }
        }
        if (options.json()) {
            out.print(Rows.json(rows, cpu.percent()));
        }
        return 0;
    }

    private void play(Contestant contestant, List<FaultCase> faults, Path folder, List<Row> rows)
            throws IOException, InterruptedException {
        if (Files.exists(folder)) {
            delete(folder);
        }
        Files.createDirectories(folder);
        CaseRun runs = new CaseRun(options.load(), surroundings.ticker(), Pause.real());
        Contestant.Surroundings where = new Contestant.Surroundings(surroundings.home(), folder,
                Namespaces.existing(options.inside()));
        try (Lab lab = new Lab(contestant, where, surroundings.ticker(), Pause.real())) {
            err.println(contestant.name() + ": starts and warms up");
            runs.warmUp(lab);
            for (FaultCase fault : faults) {
                for (int repeat = 1; repeat <= options.repeat(); repeat++) {
                    err.println(contestant.name() + ": " + fault.text() + ", run " + repeat + " of "
                            + options.repeat());
                    Figures figures = runs.play(lab, fault);
                    Row row = new Row(contestant.name(), fault, repeat, figures);
                    rows.add(row);
                    if (!options.json()) {
                        out.print(Rows.line(row));
                        out.flush();
                    }
                }
            }
        }
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
