package io.spillway.gateway.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What Linux says about a process and its descendants. Processes that end meanwhile count as if they had not been. */
public final class ProcessTree {
    private static final Path PROC = Path.of("/proc");
    /** USER_HZ, which Linux fixes at 100 for what it shows to programs. */
    private static final long MICROS_PER_TICK = 10_000;

    private final ProcessHandle root;

    public ProcessTree(ProcessHandle root) {
        this.root = root;
    }

    private Stream<Long> pids() {
        return Stream.concat(Stream.of(root.pid()), root.descendants().map(ProcessHandle::pid));
    }

    /** Returns the CPU time of all of them so far, user and system, in microseconds; 10 ms is the resolution. */
    public long cpuMicros() {
        return pids().mapToLong(ProcessTree::cpuMicros).sum();
    }

    private static long cpuMicros(long pid) {
        return ticks(PROC.resolve(Long.toString(pid)).resolve("stat"), 2) * MICROS_PER_TICK;
    }

    /** Returns the same with what children used that have ended. */
    long cpuMicrosWithEnded() {
        return pids().mapToLong(pid -> ticks(PROC.resolve(Long.toString(pid)).resolve("stat"), 4)).sum()
                * MICROS_PER_TICK;
    }

    /** The fields from utime on: user, system, and both of the children that have ended. */
    private static long ticks(Path stat, int fieldCount) {
        try {
            String text = Files.readString(stat);
            // The name stands in parentheses and may hold anything, a blank included.
            List<String> fields = List.of(text.substring(text.lastIndexOf(')') + 2).split(" ", -1));
            return fields.subList(11, 11 + fieldCount).stream().mapToLong(Long::parseLong).sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Returns resident memory of all of them in KiB; pages that they share are counted once per process. */
    public long residentKiB() {
        return pids().mapToLong(pid -> status(pid, "VmRSS:").orElse(0)).sum();
    }

    private static OptionalLong status(long pid, String key) {
        try (Stream<String> lines = Files.lines(PROC.resolve(Long.toString(pid)).resolve("status"))) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Returns the CPU time so far of the root's threads by name, in microseconds. */
    public Map<String, Long> threadMicros() {
        Map<String, Long> threads = new HashMap<>();
        try (Stream<Path> tasks = Files.list(PROC.resolve(Long.toString(root.pid())).resolve("task"))) {
            for (Path task : tasks.toList()) {
                threads.merge(name(task), ticks(task.resolve("stat"), 2) * MICROS_PER_TICK, Long::sum);
            }
        } catch (IOException e) {
            return threads;
        }
        return threads;
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException e) {
            return "gone";
        }
    }
}
