package io.spillway.drill.bench.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the JIT compilers of all processes that this one has started use of the processors: until that is little, a failover
 * is measured together with the youth of ten Java processes on one machine, which no data centre has.
 *
 * @param compiled CPU of each compiler thread, in clock ticks
 * @param all CPU of each thread
 */
record Compilers(Map<Path, Long> compiled, Map<Path, Long> all) {
    /** In {@code /proc/PID/task/TID/stat} (proc(5)), counted behind the name: user and system time. */
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    /** Reads how much all have used so far. */
    static Compilers now() {
        Map<Path, Long> compiled = new HashMap<>();
        Map<Path, Long> all = new HashMap<>();
        ProcessHandle.current().descendants().forEach(process -> read(process.pid(), compiled, all));
        return new Compilers(compiled, all);
    }

    /** Returns the share of compilers in the CPU time since then, 0..1; 0 when nothing was used. */
    double shareSince(Compilers before) {
        long used = grown(before.all, all);
        return used == 0 ? 0 : (double) grown(before.compiled, compiled) / used;
    }

    private static long grown(Map<Path, Long> before, Map<Path, Long> after) {
        return after.entrySet().stream()
                .mapToLong(thread -> Math.max(0, thread.getValue() - before.getOrDefault(thread.getKey(), 0L))).sum();
    }

    private static void read(long pid, Map<Path, Long> compiled, Map<Path, Long> all) {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                Optional<Used> found = thread(Files.readString(thread.resolve("stat")));
                found.ifPresent(one -> {
                    all.put(thread, one.ticks);
                    if (one.name.startsWith("C1 Comp") || one.name.startsWith("C2 Comp")) {
                        compiled.put(thread, one.ticks);
                    }
                });
            }
        } catch (IOException ended) {
            // A process or thread that ends while it is looked at counts no more.
        }
    }

    private record Used(String name, long ticks) {}

    private static Optional<Used> thread(String stat) {
        int open = stat.indexOf('(');
        int close = stat.lastIndexOf(')');
        if (open < 0 || close < open) {
            return Optional.empty();
        }
        String[] fields = stat.substring(close + 2).split(" ", -1);
        return Optional.of(new Used(stat.substring(open + 1, close),
                Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])));
    }
}
