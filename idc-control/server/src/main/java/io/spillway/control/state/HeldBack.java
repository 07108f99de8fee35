package io.spillway.control.state;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.spillway.model.resource.Kind;

/**
 * What the registry has lost in a way in which nobody deletes, and which therefore stays in use: see {@link RemovalGuard}.
 * Owned by the state's thread.
 */
final class HeldBack {

    private final Set<ResourceKeys.Id> ids = new HashSet<>();
    private String reason = "";
    private String detail = "";
    private long since;
    private boolean changed;
    private HeldRemovals shown = HeldRemovals.NONE;

    /**
     * What a step takes away.
     *
     * @param gone    what the registry has no more
     * @param rewound what it has in an older version
     * @param said    what was held until the operator said that it may go
     */
    record Loss(Set<ResourceKeys.Id> gone, Map<ResourceKeys.Id, RemovalGuard.Rewound> rewound,
            Set<ResourceKeys.Id> said) {}

    boolean has(ResourceKeys.Id id) {
        return ids.contains(id);
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    /** Returns a copy. */
    Set<ResourceKeys.Id> ids() {
        return Set.copyOf(ids);
    }

    /** Returns all of it, for others to see. */
    HeldRemovals shown() {
        if (changed) {
            changed = false;
            shown = ids.isEmpty() ? HeldRemovals.NONE : new HeldRemovals(ids, reason, detail, since);
        }
        return shown;
    }

    void release(ResourceKeys.Id id) {
        changed |= ids.remove(id);
    }

    void releaseAll(Set<ResourceKeys.Id> some) {
        changed |= ids.removeAll(some);
    }

    void releaseIf(Predicate<ResourceKeys.Id> some) {
        changed |= ids.removeIf(some);
    }

    /** Asks the guard; what it does not believe is held from now on. */
    void judge(ControlState state, Loss loss, long revision) {
        if (loss.gone.isEmpty() && loss.rewound.isEmpty()) {
            return;
        }
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        Map<Kind, Integer> lost = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            counts.put(kind, state.all(kind).size());
        }
        // What the registry had lost before is not among what it could still lose.
        ids.forEach(id -> counts.merge(id.kind(), -1, Integer::sum));
        loss.said.forEach(id -> counts.merge(id.kind(), -1, Integer::sum));
        loss.gone.forEach(id -> lost.merge(id.kind(), 1, Integer::sum));
        if (RemovalGuard.judge(counts, lost,
                List.copyOf(loss.rewound
                        .values())) instanceof RemovalGuard.Verdict.HoldBack(RemovalGuard.Reason why, String seen)) {
            changed |= ids.addAll(loss.gone);
            changed |= ids.addAll(loss.rewound.keySet());
            reason = why.word();
            detail = seen;
            since = revision;
        }
    }
}
