package io.spillway.model.resource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What the system knows of a Drill.
 *
 * @param since when a control node first saw its schedule as it is; null before
 * @param next  when it is due next; null when it is not known yet, or never
 * @param runs  its last runs, the oldest first; the audit keeps those that fell off
 */
public record DrillStatus(@Nullable Instant since, @Nullable Instant next, List<DrillRunRecord> runs) {

    /** How many runs are kept with it. */
    public static final int MOST_RUNS = 10;
    /** Of a Drill of which nothing is known. */
    public static final DrillStatus NONE = new DrillStatus(null, null, List.of());

    /** Leaves out the oldest runs that are too many. */
    public DrillStatus {
        runs = runs.size() > MOST_RUNS
                ? List.copyOf(runs.subList(runs.size() - MOST_RUNS, runs.size()))
                : List.copyOf(runs);
    }

    /** Returns the run that is not over; null for none. */
    public @Nullable DrillRunRecord current() {
        return runs.stream().filter(run -> !run.state().over()).findFirst().orElse(null);
    }

    /** Returns the run of that id. */
    public Optional<DrillRunRecord> run(String id) {
        return runs.stream().filter(run -> run.id().equals(id)).findFirst();
    }

    /** Returns the newest run that an agent has played to an end; null for none. */
    public @Nullable DrillRunRecord lastPlayed() {
        return runs.reversed().stream().filter(run -> run.state().verdict()).findFirst().orElse(null);
    }

    /** Returns the newest run, whatever became of it; null for none. */
    public @Nullable DrillRunRecord last() {
        return runs.isEmpty() ? null : runs.getLast();
    }

    /** Returns the same with a run as it is now, in the place of what it was. */
    public DrillStatus with(DrillRunRecord run) {
        List<DrillRunRecord> changed = new ArrayList<>(runs);
        int at = 0;
        while (at < changed.size() && !changed.get(at).id().equals(run.id())) {
            at++;
        }
        if (at < changed.size()) {
            changed.set(at, run);
        } else {
            changed.add(run);
        }
        return new DrillStatus(since, next, changed);
    }

    /** Returns the same that is due then; null for never. */
    public DrillStatus due(Instant seen, @Nullable Instant when) {
        return new DrillStatus(since == null ? seen : since, when, runs);
    }

    /** Returns the same of which nobody knows yet when it is due. */
    public DrillStatus undated() {
        return new DrillStatus(null, null, runs);
    }
}
