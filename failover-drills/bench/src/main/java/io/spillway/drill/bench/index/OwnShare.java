package io.spillway.drill.bench.index;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.OperatingSystemMXBean;

/**
 * How much of the machine others used while this process measured, from {@code /proc/stat} (proc(5)): the busy time of all
 * processors without this process's own.
 *
 * @param busyTicks of all processors, in hundredths of a second
 * @param totalTicks the same with idle time
 * @param ownNanos CPU of this process
 */
record OwnShare(long busyTicks, long totalTicks, long ownNanos) {
    private static final double NANOS_PER_TICK = 1e7;

    static OwnShare start() throws IOException {
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().trim().split("\\s+", -1);
        long total = 0;
        for (int i = 1; i <= 8; i++) {
            total += Long.parseLong(fields[i]);
        }
        long idle = Long.parseLong(fields[4]) + Long.parseLong(fields[5]);
        return new OwnShare(total - idle, total,
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime());
    }

    /** Returns what others used since then, 0..100. */
    double othersPercent() throws IOException {
        OwnShare now = start();
        double others = (now.busyTicks - busyTicks) - (now.ownNanos - ownNanos) / NANOS_PER_TICK;
        return now.totalTicks == totalTicks ? 0 : Math.max(0, 100 * others / (now.totalTicks - totalTicks));
    }
}
