package io.spillway.drill.fleet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a process gives way on a machine that stands for many.
 *
 * @param niceness how much more than this program it gives way: what {@code nice} adds, 1..19; 0 for not at all
 * @param idle whether it runs only when nobody else wants a processor (SCHED_IDLE of Linux, by {@code chrt} of util-linux): whoever
 *     is not idle wakes up at once, as if it stood on another machine
 */
public record Priority(int niceness, boolean idle) {

    private static final String NICE = "nice";
    private static final String CHRT = "chrt";

    /** It gives way to nobody. */
    public static final Priority NONE = new Priority(0, false);

    /** Checks the range. */
    public Priority {
        if (niceness < 0 || niceness > 19) {
            throw new IllegalArgumentException("niceness: " + niceness + " (expected: 0 to 19)");
        }
    }

    /** Returns one that takes turns with the others. */
    public static Priority nice(int niceness) {
        return new Priority(niceness, false);
    }

    /** Returns one that takes what the others leave. */
    public static Priority whenIdle(int niceness) {
        return new Priority(niceness, true);
    }

    /** Returns what stands before a command that is to run so. */
    public List<String> command() {
        List<String> command = new ArrayList<>();
        if (niceness > 0) {
            command.addAll(List.of(NICE, "-n", String.valueOf(niceness)));
        }
        if (idle) {
            command.addAll(List.of(CHRT, "--idle", "0"));
        }
        return command;
    }

    /**
     * Returns which programs are missing that it takes to give way so, with what brings them, as in "chrt (of util-linux)".
     * Without them a process would not start, and only its log would say why.
     *
     * @param path folders with a colon between them, as in the environment's PATH
     */
    public List<String> missing(String path) {
        List<String> missing = new ArrayList<>();
        if (niceness > 0 && !found(NICE, path)) {
            missing.add(NICE + " (of coreutils)");
        }
        if (idle && !found(CHRT, path)) {
            missing.add(CHRT + " (of util-linux)");
        }
        return missing;
    }

    /** Returns the path of this program's environment. */
    public static String path() {
        return System.getenv().getOrDefault("PATH", "");
    }

    private static boolean found(String program, String path) {
        return Arrays.stream(path.split(":", -1)).filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
