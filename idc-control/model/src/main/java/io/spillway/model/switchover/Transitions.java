package io.spillway.model.switchover;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.spillway.model.resource.SwitchOverState;

import static io.spillway.model.resource.SwitchOverState.ABORTED;
import static io.spillway.model.resource.SwitchOverState.APPROVED;
import static io.spillway.model.resource.SwitchOverState.CHECKING;
import static io.spillway.model.resource.SwitchOverState.COMPLETED;
import static io.spillway.model.resource.SwitchOverState.DRAFT;
import static io.spillway.model.resource.SwitchOverState.EXPIRED;
import static io.spillway.model.resource.SwitchOverState.FENCING;
import static io.spillway.model.resource.SwitchOverState.FORCE_ENDED;
import static io.spillway.model.resource.SwitchOverState.PAUSED;
import static io.spillway.model.resource.SwitchOverState.READY;
import static io.spillway.model.resource.SwitchOverState.ROLLBACK_FAILED;
import static io.spillway.model.resource.SwitchOverState.ROLLED_BACK;
import static io.spillway.model.resource.SwitchOverState.ROLLING_BACK;
import static io.spillway.model.resource.SwitchOverState.SHIFTING;
import static io.spillway.model.resource.SwitchOverState.SOAKING;
import static io.spillway.model.resource.SwitchOverState.UNFENCING;
import static io.spillway.model.resource.SwitchOverState.VERIFYING;

/**
 * Which event may lead from which state to which. What is not here does not happen: the {@link Machine} refuses it. The guide
 * {@code idc-control/docs/switchover.md} shows this table, and a test compares them.
 */
public final class Transitions {

    private static final List<Transition> TABLE = table();

    private Transitions() {}

    /**
     * A row: of several states in {@code to} the plan, the mode or what happened before decides.
     *
     * @param to the state itself for an event that changes something else
     */
    public record Transition(SwitchOverState from, EventKind event, Set<SwitchOverState> to) {

        public Transition {
            to = Set.copyOf(EnumSet.copyOf(to));
        }
    }

    /** Returns all rows, by state and event. */
    public static List<Transition> all() {
        return TABLE;
    }

    /** Returns where an event may lead from a state; nowhere when it may not happen there. */
    public static Set<SwitchOverState> of(SwitchOverState from, EventKind event) {
        return TABLE.stream().filter(row -> row.from() == from && row.event() == event).findFirst()
                .map(Transition::to).orElse(Set.of());
    }

    /** Returns what an operator may say in a state, in the order of the events. */
    public static List<EventKind> words(SwitchOverState from) {
        return TABLE.stream().filter(row -> row.from() == from && row.event().operators()).map(Transition::event)
                .toList();
    }

    private static List<Transition> table() {
        Rows rows = new Rows();
        rows.add(EnumSet.of(DRAFT, READY, APPROVED), EventKind.CHECK, CHECKING);
        rows.add(EnumSet.of(CHECKING), EventKind.CHECKS_PASSED, READY);
        rows.add(EnumSet.of(CHECKING), EventKind.CHECKS_FAILED, DRAFT);
        rows.add(EnumSet.of(READY, APPROVED), EventKind.PLAN_INVALID, DRAFT);
        rows.add(EnumSet.of(READY), EventKind.APPROVE, READY, APPROVED);
        rows.add(EnumSet.of(READY, APPROVED), EventKind.START, FENCING, SHIFTING);
        rows.add(EnumSet.of(FENCING), EventKind.FENCED, SHIFTING);
        rows.add(EnumSet.of(FENCING), EventKind.FENCE_UNCONFIRMED, SHIFTING, PAUSED);
        rows.add(EnumSet.of(SHIFTING), EventKind.PUSHED, SHIFTING);
        rows.add(EnumSet.of(SHIFTING), EventKind.ACKED, SHIFTING);
        rows.add(EnumSet.of(SHIFTING), EventKind.OBSERVED, SHIFTING);
        rows.add(EnumSet.of(SHIFTING), EventKind.GATE_PASSED, SHIFTING, VERIFYING);
        rows.add(EnumSet.of(VERIFYING), EventKind.VERIFIED, UNFENCING, SOAKING);
        rows.add(EnumSet.of(UNFENCING), EventKind.UNFENCED, SOAKING);
        rows.add(EnumSet.of(SOAKING), EventKind.SOAKED, COMPLETED);
        rows.add(EnumSet.of(SHIFTING, VERIFYING, UNFENCING, SOAKING), EventKind.STEP_FAILED, PAUSED, ROLLING_BACK);
        rows.add(EnumSet.of(FENCING, SHIFTING, VERIFYING, UNFENCING, SOAKING), EventKind.PAUSE, PAUSED);
        rows.add(EnumSet.of(PAUSED), EventKind.RESUME, FENCING, SHIFTING, VERIFYING, UNFENCING, SOAKING);
        rows.add(
                EnumSet.of(FENCING, SHIFTING, VERIFYING, UNFENCING, SOAKING, PAUSED, COMPLETED, EXPIRED,
                        ROLLBACK_FAILED),
                EventKind.ROLLBACK, ROLLING_BACK);
        rows.add(EnumSet.of(ROLLING_BACK), EventKind.UNFENCED, ROLLING_BACK);
        rows.add(EnumSet.of(ROLLING_BACK), EventKind.PUSHED, ROLLING_BACK);
        rows.add(EnumSet.of(ROLLING_BACK), EventKind.ACKED, ROLLING_BACK, ROLLED_BACK);
        rows.add(EnumSet.of(ROLLING_BACK), EventKind.ROLLBACK_FAILED, ROLLBACK_FAILED);
        rows.add(EnumSet.of(DRAFT, CHECKING, READY, APPROVED), EventKind.ABORT, ABORTED);
        rows.add(EnumSet.of(FENCING, SHIFTING, VERIFYING, UNFENCING, SOAKING, PAUSED, COMPLETED, EXPIRED, ROLLING_BACK,
                ROLLBACK_FAILED), EventKind.FORCE_END, FORCE_ENDED);
        rows.add(EnumSet.of(SHIFTING, VERIFYING, UNFENCING, SOAKING, PAUSED), EventKind.REPLACED, PAUSED);
        rows.add(EnumSet.of(COMPLETED, EXPIRED), EventKind.REPLACED, FORCE_ENDED);
        rows.add(EnumSet.of(ROLLING_BACK, ROLLBACK_FAILED), EventKind.REPLACED, ROLLING_BACK);
        for (SwitchOverState same : EnumSet.of(FENCING, SHIFTING, VERIFYING, UNFENCING, SOAKING, PAUSED, COMPLETED)) {
            rows.add(EnumSet.of(same), EventKind.EXTEND, same);
        }
        rows.add(EnumSet.of(EXPIRED), EventKind.EXTEND, COMPLETED);
        rows.add(EnumSet.of(COMPLETED), EventKind.EXPIRE, EXPIRED, ROLLING_BACK);
        for (SwitchOverState same : SwitchOverState.values()) {
            if (same.moving() || same.held()) {
                rows.add(EnumSet.of(same), EventKind.CONFIRMED, same);
            }
            if (!same.over()) {
                rows.add(EnumSet.of(same), EventKind.TAKE_OVER, same);
            }
        }
        rows.add(EnumSet.of(DRAFT, CHECKING, READY, APPROVED), EventKind.PREEMPTED, ABORTED);
        rows.add(
                EnumSet.of(FENCING, SHIFTING, VERIFYING, UNFENCING, SOAKING, PAUSED, COMPLETED, EXPIRED,
                        ROLLBACK_FAILED),
                EventKind.PREEMPTED, ROLLING_BACK);
        return rows.sorted();
    }

    /** Collects rows. */
    private static final class Rows {

        private final List<Transition> rows = new ArrayList<>();

        void add(Collection<SwitchOverState> from, EventKind event, SwitchOverState... to) {
            from.forEach(state -> rows.add(new Transition(state, event, Set.of(to))));
        }

        List<Transition> sorted() {
            rows.sort((one, other) -> {
                int byState = one.from().compareTo(other.from());
                return byState != 0 ? byState : one.event().compareTo(other.event());
            });
            return List.copyOf(rows);
        }
    }
}
