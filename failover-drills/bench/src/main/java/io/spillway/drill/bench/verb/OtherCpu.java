package io.spillway.drill.bench.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The share of the machine that was busy, from {@code /proc/stat}. What the bench itself used cannot be told apart from
 * others when its processes have ended, so this is an upper bound of what others used.
 */
record OtherCpu(long busy, long total) {
    static OtherCpu start() throws IOException {
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().trim().split("\\s+", -1);
        long total = 0;
        for (int i = 1; i <= 8; i++) {
            total += Long.parseLong(fields[i]);
        }
        long idle = Long.parseLong(fields[4]) + Long.parseLong(fields[5]);
        return new OtherCpu(total - idle, total);
    }

    double percent() throws IOException {
        OtherCpu now = start();
        return now.total == total ? 0 : 100.0 * (now.busy - busy) / (now.total - total);
    }
}
