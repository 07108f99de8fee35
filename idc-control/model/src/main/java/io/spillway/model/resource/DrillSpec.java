package io.spillway.model.resource;

import java.util.List;

import io.spillway.model.document.Tree;
import org.jspecify.annotations.Nullable;

/**
 * An exercise; its load, steps and invariants are kept as written and decoded by who plays it.
 *
 * @param tree     the spec as written, all of it
 * @param schedule when it is played; null: only when somebody asks
 * @param target   what it is about in a running installation; null: a fleet of its own
 * @param status   what the system knows of it
 */
public record DrillSpec(Tree tree, @Nullable DrillSchedule schedule, @Nullable DrillTarget target,
        DrillStatus status) implements Spec {

    /** Creates one without a schedule, for a fleet of its own. */
    public DrillSpec(Tree tree) {
        this(tree, null, null, DrillStatus.NONE);
    }

    /** Returns the same as the system knows it. */
    public DrillSpec with(DrillStatus other) {
        return new DrillSpec(tree, schedule, target, other);
    }

    /** Returns what the gateways do badly for its run that goes on; of those whose time is over some may still be here. */
    public List<DrillFault> faults() {
        DrillRunRecord run = status.current();
        return run == null ? List.of() : run.faults();
    }

    @Override
    public Kind kind() {
        return Kind.DRILL;
    }
}
