package io.spillway.gateway.bench.verb;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.spillway.gateway.bench.peer.Contender;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.process.Programs;
import io.spillway.gateway.bench.process.Spawned;

/** Looks into a running process from outside: what a Java process allocated, which system calls any process made. */
final class Probe {
    private static final Pattern ALLOCATED = Pattern.compile("allocated=([0-9.]+)([BKMG])");
    private static final Pattern TOTAL = Pattern
            .compile("(?m)^\\s*100\\.00\\s+\\S+\\s+(?:\\S+\\s+)?(\\d+)\\s+.*total$");

    private static final Pattern USED = Pattern.compile(
            "(?m)^\\s*(?:DefNew|Tenured|def new generation|tenured generation|garbage-first heap|PSYoungGen|ParOldGen)\\s+total(?: reserved)? \\d+K(?:, committed \\d+K)?, used (\\d+)K");

    private final Path folder;

    Probe(Path folder) {
        this.folder = folder;
    }

    /** Returns the octets that the living threads of a Java process have allocated on the heap so far. */
    double allocatedBytes(Contender java) {
        String threads = jcmd(java, List.of("Thread.print", "-e"));
        double sum = 0;
        Matcher matcher = ALLOCATED.matcher(threads);
        while (matcher.find()) {
            sum += Double.parseDouble(matcher.group(1)) * switch (matcher.group(2)) {
                case "K" -> 1024.0;
                case "M" -> 1024.0 * 1024;
                case "G" -> 1024.0 * 1024 * 1024;
                default -> 1.0;
            };
        }
        return sum;
    }

    /** Lets a Java process collect its garbage, so that its memory is what it needs. */
    void collect(Contender java) {
        var _ = jcmd(java, List.of("GC.run"));
        Ports.pause(300);
    }

    /** Returns how much of a Java process's heap is in use, in KiB. */
    double heapKiB(Contender java) {
        Matcher used = USED.matcher(jcmd(java, List.of("GC.heap_info")));
        double sum = 0;
        while (used.find()) {
            sum += Double.parseDouble(used.group(1));
        }
        return sum;
    }

    private String jcmd(Contender java, List<String> words) {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        List<String> command = new java.util.ArrayList<>(List.of(program, Long.toString(java.process().pid())));
        command.addAll(words);
        return Spawned.start("jcmd", folder, Map.of(), command).finish(30);
    }

    /** Counts all system calls of a process while something runs, or returns empty without strace. */
    OptionalDouble systemCalls(Contender traced, Runnable load) {
        var strace = Programs.find("strace");
        if (strace.isEmpty()) {
            System.err.println("bench: no systemCallsPerRequest: strace is not installed (run tools/provision strace)");
            return OptionalDouble.empty();
        }
        Path summary = folder.resolve("strace-" + traced.name() + ".txt");
        Spawned tracer = Spawned.start("strace", folder, Map.of(), List.of(strace.get(), "-c", "-f", "-o",
                summary.toString(), "-p", Long.toString(traced.process().pid())));
        try {
            Ports.pause(500);
            load.run();
        } finally {
            tracer.close();
        }
        try {
            Matcher total = TOTAL.matcher(java.nio.file.Files.readString(summary));
            return total.find() ? OptionalDouble.of(Double.parseDouble(total.group(1))) : OptionalDouble.empty();
        } catch (java.io.IOException e) {
            return OptionalDouble.empty();
        }
    }
}
