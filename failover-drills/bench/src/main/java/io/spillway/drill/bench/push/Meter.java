package io.spillway.drill.bench.push;

import java.util.Map;

import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.process.ProcessTree;
import io.spillway.model.time.Ticker;

/**
 * What one server's process costs, from {@code /proc} (resolution 10 ms of CPU): therefore a window holds many changes. Used
 * by one thread.
 */
final class Meter {
    private static final double MICROS_PER_MILLI = 1000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double KIB_PER_MIB = 1024;

    private final ProcessTree process;
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
     * @param cpuMillis of the server, less what it uses when nothing happens; never negative
     * @param compilingPercent the share of its JIT compilers in that, before idling is taken off; 0..100
     * @param otherPercent the share of all processors' time that others used, 0..100
     */
    record Spent(double seconds, double cpuMillis, double compilingPercent, double otherPercent) {}

    Meter(PushServer server, MachineLoad machine, Ticker ticker) {
        this.process = new ProcessTree(ProcessHandle.of(server.pid())
                .orElseThrow(() -> new BenchFailure(server.name() + " (process " + server.pid() + ") has ended")));
        this.machine = machine;
        this.ticker = ticker;
    }

    /** Looks for so long what the server uses when nothing happens: that is taken off from now on. */
    void idle(long millis) {
        idleMillisPerSecond = 0;
        begin();
        Ports.pause(millis);
        Spent spent = end();
        idleMillisPerSecond = spent.cpuMillis() / spent.seconds();
    }

    /** Begins a window. */
    void begin() {
        machine.begin();
        threadsBefore = process.threadMicros();
        cpuBefore = process.cpuMicros();
        since = ticker.nanos();
    }

    /** Ends the window. */
    Spent end() {
        double seconds = (ticker.nanos() - since) / NANOS_PER_SECOND;
        double used = (process.cpuMicros() - cpuBefore) / MICROS_PER_MILLI;
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

    double residentMib() {
        return process.residentKiB() / KIB_PER_MIB;
    }
}
