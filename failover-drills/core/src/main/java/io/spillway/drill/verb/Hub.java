package io.spillway.drill.verb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.drill.fleet.Namespaces;
import io.spillway.drill.fleet.Priority;
import io.spillway.drill.fleet.Ran;
import io.spillway.drill.fleet.Space;
import org.jspecify.annotations.Nullable;

/**
 * The network namespace in which a drill with {@code --netns}, its users and its fleet are. A process cannot be moved there when
 * it has threads, so this program becomes itself anew inside of it, by the same command line and with the same process
 * id. Nothing names the namespace: it is gone with its last process.
 */
final class Hub {

    /** The process id of who has entered; for the processes that it starts it says nothing. */
    private static final String ENTERED = "SPILLWAY_NETNS_ENTERED";
    private static final int ROOT = 0;
    /** What there must be, and what brings it. */
    private static final Map<String, String> PROGRAMS = new TreeMap<>(Map.of("ip", "iproute2", "tc", "iproute2",
            "iptables", "iptables", "unshare", "util-linux", "nsenter", "util-linux"));

    private Hub() {}

    /**
     * Returns when this process is where it is to be: in a namespace of its own, in that of the fleet that it joins, or where it
     * is when none is wanted.
     *
     * @param fleet
     *            the run folder of the fleet to join, null for one of its own
     * @throws IOException
     *             when it cannot be there; says what is missing
     */
    static void enter(boolean netns, @Nullable Path fleet) throws IOException, InterruptedException {
        Space there = fleet == null ? null : RunningFleets.hub(fleet);
        if (fleet != null && netns != (there != null)) {
            throw new IOException(netns
                    ? "--netns: the fleet of " + fleet
                            + " has no network namespaces (expected: one of spillway up --netns)"
                    : "the fleet of " + fleet + " has network namespaces (expected: --netns)");
        }
        if (!netns) {
            return;
        }
        long pid = ProcessHandle.current().pid();
        boolean entered = Long.toString(pid).equals(System.getenv(ENTERED));
        if (entered && there == null) {
            Namespaces.openHub();
        }
        if (entered) {
            return;
        }
        List<String> missing = missing(uid(), Priority.path());
        if (!missing.isEmpty()) {
            throw new IOException("--netns: missing: " + String.join(", ", missing));
        }
        List<String> into = there == null ? List.of("unshare", "--net", "--") : there.run(List.of());
        List<String> trial = new ArrayList<>(into);
        trial.add("true");
        Ran tried = Ran.of(trial);
        if (!tried.good()) {
            throw new IOException("--netns: " + String.join(" ", trial) + " ended with " + tried.status() + ": "
                    + tried.output() + " (expected: the right to make network namespaces, CAP_SYS_ADMIN)");
        }
        Exec.become(command(into, pid, Files.readAllBytes(Path.of("/proc/self/cmdline"))));
    }

    /** Returns what it takes and is not here. */
    static List<String> missing(int uid, String path) {
        List<String> missing = new ArrayList<>();
        if (uid != ROOT) {
            missing.add("root (this is user id " + uid + ")");
        }
        PROGRAMS.forEach((program, debian) -> {
            if (Arrays.stream(path.split(":", -1)).filter(folder -> !folder.isEmpty())
                    .noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
                missing.add(program + " in PATH (of the Debian package " + debian + ")");
            }
        });
        return missing;
    }

    /** Returns what runs a program of that command line anew, with that process id, elsewhere. */
    static List<String> command(List<String> into, long pid, byte[] commandLine) {
        List<String> command = new ArrayList<>(into);
        command.addAll(List.of("env", ENTERED + "=" + pid));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String[] words = new String(commandLine, StandardCharsets.UTF_8).split("\0", -1);
        // Every word ends with the sign that separates them.
        command.addAll(List.of(words).subList(1, words.length - 1));
        return command;
    }

    private static int uid() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }
}
