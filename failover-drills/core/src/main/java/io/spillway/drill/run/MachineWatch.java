package io.spillway.drill.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * How much of the machine's processors programs used that are not of this run: what {@code /proc/stat} says was busy, less what
 * {@code /proc/PID/stat} says of this program and the fleet's processes. What a process used between the last look at it and its
 * end counts as somebody else's, so the share is an upper bound. Thread-safe.
 */
final class MachineWatch {

    private static final Path STAT = Path.of("/proc/stat");
    private static final int USER_FIELD = 11;
    private static final int FIRST = 1;
    private static final int LAST = 8;
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final double PERCENT = 100;

    private record Ticks(long busy, long total) {}

    /** Guarded by this: what each process was seen to have used, by its id. */
    private final Map<Long, Long> used = new HashMap<>();
    /** Guarded by this: used by processes before the measuring began. */
    private final Map<Long, Long> ignored = new HashMap<>();
    /** Guarded by this. */
    private Ticks from = new Ticks(0, 0);

    /** Looks at processes; zeros stand for none. */
    synchronized void look(LongStream pids) {
        LongStream.concat(pids, LongStream.of(ProcessHandle.current().pid())).filter(pid -> pid > 0)
                .forEach(pid -> used.merge(pid, ticksOf(pid), Math::max));
    }

    /** Measures from now on. */
    synchronized void begin(LongStream pids) {
        look(pids);
        ignored.clear();
        ignored.putAll(used);
        from = ticks();
    }

    /** Returns the share in percent of all processors, negative when the machine does not tell. */
    synchronized double otherPercent() {
        Ticks now = ticks();
        long total = now.total - from.total;
        if (from.total == 0 || total <= 0) {
            return -1;
        }
        long ours = sum(used.values()) - sum(ignored.values());
        return PERCENT * Math.clamp(now.busy - from.busy - ours, 0L, total) / total;
    }

    private static long sum(Collection<Long> values) {
        return values.stream().mapToLong(Long::longValue).sum();
    }

    private static long ticksOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[USER_FIELD]) + Long.parseLong(fields[USER_FIELD + 1]);
        } catch (IOException e) {
            return 0;
        }
    }

    private static Ticks ticks() {
        try {
            List<Long> fields = List.of(Files.readAllLines(STAT).getFirst().trim().split("\\s+", -1)).stream()
                    .skip(FIRST).limit(LAST).map(Long::parseLong).toList();
            long total = sum(fields);
            return new Ticks(total - fields.get(IDLE - FIRST) - fields.get(IO_WAIT - FIRST), total);
        } catch (IOException e) {
            return new Ticks(0, 0);
        }
    }
}
