package io.spillway.drill.bench.measure;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.LongSupplier;

import com.sun.management.OperatingSystemMXBean;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.process.ProcessTree;
import io.spillway.model.time.Ticker;

/**
 * What one process costs, from {@code /proc} (resolution 10 ms of CPU): therefore a window holds many changes. Used by one
 * thread.
 */
public final class Meter {
    private static final double MICROS_PER_MILLI = 1000;
    private static final int IDLE_LOOKS = 10;
    /** Whoever uses more than a twentieth of a processor is not idle. */
    private static final double RESTING_MILLIS_PER_SECOND = 50;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MICRO = 1000;
    private static final double KIB_PER_MIB = 1024;

    private final ProcessTree process;
    private final LongSupplier cpuMicros;
    private final MachineLoad machine;
    private final Ticker ticker;
    private double idleMillisPerSecond;
    private long since;
    private long cpuBefore;
    private Map<String, Long> threadsBefore = Map.of();

    /**
     * What was used in a window.
     *
     * @param seconds how long it was
     * @param cpuMillis of the process, less what it uses when nothing happens; never negative
     * @param compilingPercent the share of its JIT compilers in that, before idling is taken off; 0..100
     * @param otherPercent the share of all processors' time that others used, 0..100
     */
    public record Spent(double seconds, double cpuMillis, double compilingPercent, double otherPercent) {

        /** Returns the CPU without the compilers, in milliseconds. */
        public double warmMillis() {
            return cpuMillis * (1 - compilingPercent / 100);
        }
    }

    private Meter(ProcessTree process, LongSupplier cpuMicros, MachineLoad machine, Ticker ticker) {
        this.process = process;
        this.cpuMicros = cpuMicros;
        this.machine = machine;
        this.ticker = ticker;
    }

    /**
     * Returns one of a server's process and those that it has started.
     *
     * @throws BenchFailure when it has ended; says which
     */
    public static Meter of(String name, long pid, MachineLoad machine, Ticker ticker) {
        ProcessTree process = new ProcessTree(ProcessHandle.of(pid)
                .orElseThrow(() -> new BenchFailure(name + " (process " + pid + ") has ended")));
        return new Meter(process, process::cpuMicros, machine, ticker);
    }

    /** Returns one of this process alone, without those that it has started. */
    public static Meter ofThisProcess(MachineLoad machine, Ticker ticker) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Meter(new ProcessTree(ProcessHandle.current()), () -> system.getProcessCpuTime() / NANOS_PER_MICRO,
                machine, ticker);
    }

    /**
     * Looks for so long what the process uses when nothing happens: that is taken off from now on. A process that is still at
     * work on what came before does not idle: then it is looked at again, for at most {@value #IDLE_LOOKS} times, and the
     * least of it counts.
     */
    public void idle(long millis) {
        idleMillisPerSecond = 0;
        double least = Double.MAX_VALUE;
        for (int look = 0; look < IDLE_LOOKS && least > RESTING_MILLIS_PER_SECOND; look++) {
            begin();
            Ports.pause(millis);
            Spent spent = end();
            least = Math.min(least, spent.cpuMillis() / spent.seconds());
        }
        idleMillisPerSecond = least;
    }

    /** Begins a window. */
    public void begin() {
        machine.begin();
        threadsBefore = process.threadMicros();
        cpuBefore = cpuMicros.getAsLong();
        since = ticker.nanos();
    }

    /** Ends the window. */
    public Spent end() {
        double seconds = (ticker.nanos() - since) / NANOS_PER_SECOND;
        double used = (cpuMicros.getAsLong() - cpuBefore) / MICROS_PER_MILLI;
        Map<String, Long> threads = process.threadMicros();
        double compiling = (compiled(threads) - compiled(threadsBefore)) / MICROS_PER_MILLI;
        return new Spent(seconds, Math.max(0, used - idleMillisPerSecond * seconds),
                used <= 0 ? 0 : Math.clamp(100 * compiling / used, 0, 100), machine.end());
    }

    private static long compiled(Map<String, Long> threads) {
        return threads.entrySet().stream()
                .filter(thread -> thread.getKey().startsWith("C1 Comp") || thread.getKey().startsWith("C2 Comp"))
                .mapToLong(Map.Entry::getValue).sum();
    }

    /** Returns resident memory of the process and those that it has started. */
    public double residentMib() {
        return process.residentKiB() / KIB_PER_MIB;
    }
}
