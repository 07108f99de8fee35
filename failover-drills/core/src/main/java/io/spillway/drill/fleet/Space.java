package io.spillway.drill.fleet;

import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace, known by a process that is in it. It has no name that somebody would have to remove: it is gone with
 * the last process in it.
 *
 * @param pid
 *            a process that is in it as long as anybody needs it
 * @param start
 *            when that process began, in the kernel's own unit, so that its id is not taken for another's
 */
public record Space(long pid, String start) {

    /** Returns that of a running process. */
    public static Space of(long pid) {
        return new Space(pid, Component.startTime(pid));
    }

    /** Returns whether its process runs. */
    public boolean isThere() {
        return !start.isEmpty() && start.equals(Component.startTime(pid));
    }

    /** Returns what runs a command in it; it becomes the program, so that the process id is the program's. */
    public List<String> run(List<String> command) {
        List<String> whole = new ArrayList<>(List.of("nsenter", "--net=/proc/" + pid + "/ns/net", "--"));
        whole.addAll(command);
        return whole;
    }

    /** Returns the text that {@link #parse} reads. */
    public String text() {
        return pid + " " + start;
    }

    /**
     * Returns what {@link #text} was written from.
     *
     * @throws IllegalArgumentException
     *             when it was not
     */
    public static Space parse(String text) {
        String[] fields = text.split(" ", -1);
        if (fields.length != 2) {
            throw new IllegalArgumentException("namespace: \"" + text + "\" (expected: PID START)");
        }
        return new Space(Long.parseLong(fields[0]), fields[1]);
    }
}
