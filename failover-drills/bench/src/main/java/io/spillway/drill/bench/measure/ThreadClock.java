package io.spillway.drill.bench.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * The CPU time of one thread of this process. Immutable.
 *
 * @param id the thread's, as {@link Thread#threadId} says it; a platform thread's
 */
public record ThreadClock(long id) {
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * Returns that of the one thread whose name begins so.
     *
     * @throws IllegalStateException when there is none, or more than one
     */
    public static ThreadClock named(String beginning) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] found = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(beginning))
                .mapToLong(ThreadInfo::getThreadId).toArray();
        if (found.length != 1) {
            throw new IllegalStateException(
                    found.length + " threads have a name that begins with " + beginning + " (expected: 1)");
        }
        return new ThreadClock(found[0]);
    }

    /**
     * Returns the CPU that the thread has used so far, user and system, in milliseconds.
     *
     * @throws IllegalStateException when it has ended
     */
    public double millis() {
        long nanos = ManagementFactory.getThreadMXBean().getThreadCpuTime(id);
        if (nanos < 0) {
            throw new IllegalStateException("thread " + id + " has ended (expected: one that runs)");
        }
        return nanos / NANOS_PER_MILLI;
    }
}
