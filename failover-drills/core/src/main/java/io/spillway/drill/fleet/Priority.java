package io.spillway.drill.fleet;

import java.util.ArrayList;
import java.util.List;

/**
 * How a process gives way on a machine that stands for many.
 *
 * @param niceness how much more than this program it gives way: what {@code nice} adds, 1..19
 * @param idle whether it runs only when nobody else wants a processor (SCHED_IDLE of Linux, by {@code chrt} of util-linux): whoever
 *     is not idle wakes up at once, as if it stood on another machine
 */
public record Priority(int niceness, boolean idle) {

    /** Checks the range. */
    public Priority {
        if (niceness < 1 || niceness > 19) {
            throw new IllegalArgumentException("niceness: " + niceness + " (expected: 1 to 19)");
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
    List<String> command() {
        List<String> command = new ArrayList<>(List.of("nice", "-n", String.valueOf(niceness)));
        if (idle) {
            command.addAll(List.of("chrt", "--idle", "0"));
        }
        return command;
    }
}
