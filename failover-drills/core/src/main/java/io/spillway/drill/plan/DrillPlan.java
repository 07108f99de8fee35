package io.spillway.drill.plan;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.drill.fault.Fault;
import io.spillway.drill.fleet.Line;
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
 * @param safety
 *            what keeps it from doing more harm than it may
 */
public record DrillPlan(String name, String title, String topology, LoadSpec load, @Nullable SteadyState steady,
        List<Step> steps,
        List<Invariant> invariants, List<AbortGuard> abort, List<Step> rollback, Safety safety) {

    /** Copies the lists. */
    public DrillPlan {
        steps = List.copyOf(steps);
        invariants = List.copyOf(invariants);
        abort = List.copyOf(abort);
        rollback = List.copyOf(rollback);
    }

    /** Creates one with the usual safety. */
    public DrillPlan(String name, String title, String topology, LoadSpec load, @Nullable SteadyState steady,
            List<Step> steps, List<Invariant> invariants, List<AbortGuard> abort, List<Step> rollback) {
        this(name, title, topology, load, steady, steps, invariants, abort, rollback, Safety.USUAL);
    }

    /** Returns the lines that its faults need to be led through Toxiproxy. */
    public Set<Line> lines() {
        Set<Line> lines = EnumSet.noneOf(Line.class);
        for (Step step : steps) {
            if (step instanceof Step.Break broken && broken.fault() instanceof Fault.OnLine line) {
                lines.add(line.line());
            }
        }
        return lines;
    }

    /** Returns its faults of the network by their events: a fleet needs network namespaces for them. */
    public Map<String, Fault.OnNetwork> networkFaults() {
        Map<String, Fault.OnNetwork> faults = new LinkedHashMap<>();
        for (Step step : steps) {
            if (step instanceof Step.Break broken && broken.fault() instanceof Fault.OnNetwork network) {
                faults.put(broken.event(), network);
            }
        }
        return faults;
    }

    /** Returns the same drill with another load. */
    public DrillPlan withLoad(LoadSpec other) {
        return new DrillPlan(name, title, topology, other, steady, steps, invariants, abort, rollback,
                safety);
    }
}
