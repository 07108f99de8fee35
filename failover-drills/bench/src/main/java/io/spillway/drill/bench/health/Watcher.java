package io.spillway.drill.bench.health;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.spillway.control.health.HealthService;
import io.spillway.model.time.Ticker;
import io.spillway.wire.record.HealthRecord;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** What the checks say of themselves. The thread of the checks tells; one other thread asks. */
final class Watcher implements HealthService.Told {
    private static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final int DIGITS = 3;

    private final Ticker ticker;
    private final Recorder late = new Recorder(HIGHEST_NANOS, DIGITS);
    private final Recorder failingLate = new Recorder(HIGHEST_NANOS, DIGITS);
    private final Recorder passed = new Recorder(HIGHEST_NANOS, DIGITS);
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final Map<String, Long> unhealthyNanos = new ConcurrentHashMap<>();

    Watcher(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public void began(boolean failing, long lateNanos) {
        (failing ? failingLate : late).recordValue(Math.clamp(lateNanos, 0, HIGHEST_NANOS));
    }

    @Override
    public void checked(String probe, String outcome, long nanos) {
        outcomes.computeIfAbsent(outcome, _ -> new LongAdder()).increment();
        if (outcome.equals("passed")) {
            passed.recordValue(Math.clamp(nanos, 0, HIGHEST_NANOS));
        }
    }

    @Override
    public void judged(String workload, @Nullable HealthRecord record) {
        if (record == null) {
            var _ = unhealthyNanos.remove(workload);
        } else {
            var _ = unhealthyNanos.putIfAbsent(workload, ticker.nanos());
        }
    }

    @Override
    public void written(String workload, @Nullable HealthRecord record, long revision) {}

    @Override
    public void contradicted(String alarm) {}

    /** Forgets what was counted so far, but not who is unhealthy. */
    void begin() {
        outcomes.clear();
        late.reset();
        failingLate.reset();
        passed.reset();
    }

    /** Returns how late the checks of those began whose last one passed, since the last question; in nanoseconds. */
    Histogram late() {
        return late.getIntervalHistogram();
    }

    /** Returns the same of those whose last one failed. */
    Histogram failingLate() {
        return failingLate.getIntervalHistogram();
    }

    /** Returns how long checks took that passed. */
    Histogram passed() {
        return passed.getIntervalHistogram();
    }

    /** Returns how many checks ended that way. */
    long ended(String outcome) {
        LongAdder count = outcomes.get(outcome);
        return count == null ? 0 : count.sum();
    }

    /** Returns how many checks ended. */
    long ended() {
        return outcomes.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Tells whether that is held against a workload. */
    boolean unhealthy(String workload) {
        return unhealthyNanos.containsKey(workload);
    }

    /** Returns since when, null when nothing is. */
    @Nullable
    Long unhealthyNanos(String workload) {
        return unhealthyNanos.get(workload);
    }
}
