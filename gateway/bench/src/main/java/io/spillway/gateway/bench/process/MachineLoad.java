package io.spillway.gateway.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much of the machine others used while something was measured. Used by one thread. */
public final class MachineLoad {
    private static final Path STAT = Path.of("/proc/stat");
    private static final long MICROS_PER_TICK = 10_000;

    private final ProcessTree own = new ProcessTree(ProcessHandle.current());
    private long busyBefore;
    private long totalBefore;
    private long ownBefore;
    private long others;
    private long total;

    /** Begins a window. */
    public void begin() {
        long[] now = read();
        busyBefore = now[0];
        totalBefore = now[1];
        ownBefore = own.cpuMicrosWithEnded();
    }

    /** Ends a window and returns the share of others in it, 0..100. */
    public double end() {
        long[] now = read();
        long ours = own.cpuMicrosWithEnded() - ownBefore;
        long theirs = Math.max(0, now[0] - busyBefore - ours);
        long all = now[1] - totalBefore;
        others += theirs;
        total += all;
        return all == 0 ? 0 : 100.0 * theirs / all;
    }

    /** Returns the share over all windows, 0..100. */
    public double otherPercent() {
        return total == 0 ? 0 : 100.0 * others / total;
    }

    /** Busy and all time of all processors in microseconds. */
    private static long[] read() {
        try (var lines = Files.lines(STAT)) {
            String[] fields = lines.findFirst().orElseThrow().split(" +", -1);
            long all = 0;
            for (int i = 1; i <= 8; i++) {
                all += Long.parseLong(fields[i]);
            }
            long idle = Long.parseLong(fields[4]) + Long.parseLong(fields[5]);
            return new long[]{(all - idle) * MICROS_PER_TICK, all * MICROS_PER_TICK};
        } catch (IOException e) {
            throw new UncheckedIOException(STAT + " cannot be read", e);
        }
    }
}
