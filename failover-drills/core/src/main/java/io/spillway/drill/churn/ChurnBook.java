package io.spillway.drill.churn;

import java.util.ArrayList;
import java.util.List;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What is counted while changes are written. Thread-safe. */
final class ChurnBook {

    private static final int PROBLEMS = 10;
    private static final int DIGITS = 3;
    private static final double NANOS_PER_MS = 1e6;

    private final Histogram late = new ConcurrentHistogram(DIGITS);
    private final Histogram took = new ConcurrentHistogram(DIGITS);
    /** The rest is guarded by this. */
    private final List<String> problems = new ArrayList<>();
    private long due;
    private long written;
    private long failed;
    private long again;
    private long settled;
    private long revision;
    private boolean compared;
    private long different;

    synchronized void due(long lateNanos) {
        due++;
        late.recordValue(Math.max(0, lateNanos));
    }

    synchronized void written(long nanosSinceDue, long atRevision) {
        written++;
        revision = Math.max(revision, atRevision);
        took.recordValue(Math.max(0, nanosSinceDue));
    }

    synchronized void again() {
        again++;
    }

    synchronized void settled() {
        settled++;
    }

    synchronized void failed(String why) {
        failed++;
        problem(why);
    }

    synchronized void compared(List<String> differences) {
        compared = true;
        different = differences.size();
        differences.forEach(this::problem);
    }

    private void problem(String text) {
        if (problems.size() < PROBLEMS) {
            problems.add(text);
        }
    }

    /** Returns whether all changes that were due are written or given up. */
    synchronized boolean done() {
        return written + failed == due;
    }

    synchronized ChurnResult result() {
        return new ChurnResult(due, written, again, settled, late.getValueAtPercentile(99) / NANOS_PER_MS,
                took.getValueAtPercentile(50) / NANOS_PER_MS, took.getValueAtPercentile(99) / NANOS_PER_MS,
                took.getMaxValue() / NANOS_PER_MS, revision, compared, different, problems);
    }
}
