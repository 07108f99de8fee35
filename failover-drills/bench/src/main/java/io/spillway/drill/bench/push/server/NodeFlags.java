package io.spillway.drill.bench.push.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The flags of the JVM that {@code ./spillway idc-control} gives a control node; a peer in Java gets the same. */
final class NodeFlags {
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    private NodeFlags() {}

    /** Returns them, with the largest heap in MiB. */
    static List<String> of(int heapMib) {
        List<String> flags = new ArrayList<>(List.of("-Xms96m", "-Xmx" + heapMib + "m", "-XX:MetaspaceSize=128m",
                "-XX:+UseCompactObjectHeaders"));
        if (hugePages()) {
            flags.add("-XX:+UseTransparentHugePages");
        }
        return List.copyOf(flags);
    }

    /** Asked for where the system has none they would be a warning. */
    private static boolean hugePages() {
        try {
            String chosen = Files.readString(HUGE_PAGES);
            return chosen.contains("[madvise]") || chosen.contains("[always]");
        } catch (IOException none) {
            return false;
        }
    }
}
