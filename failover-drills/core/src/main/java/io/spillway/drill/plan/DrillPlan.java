package io.spillway.drill.plan;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A drill as it stands in its file.
 *
 * @param name
 *            metadata.name
 * @param title
 *            one sentence for people
 * @param topology
 *            name of a file in {@code config/topologies}, without its ending, or a path
 * @param load
 *            users; a drill may have none
 * @param steady
 *            what must be so before the first step, null when there are no users
 * @param steps
 *            the story
 * @param invariants
 *            what must hold
 * @param abort
 *            what ends it early
 * @param rollback
 *            played at the end, however it came
 */
public record DrillPlan(String name, String title, String topology, LoadSpec load, @Nullable SteadyState steady,
        List<Step> steps,
        List<Invariant> invariants, List<AbortGuard> abort, List<Step> rollback) {

    /** Copies the lists. */
    public DrillPlan {
        steps = List.copyOf(steps);
        invariants = List.copyOf(invariants);
        abort = List.copyOf(abort);
        rollback = List.copyOf(rollback);
    }

    /** Returns the same drill with another load. */
    public DrillPlan withLoad(LoadSpec other) {
        return new DrillPlan(name, title, topology, other, steady, steps, invariants, abort, rollback);
    }
}
