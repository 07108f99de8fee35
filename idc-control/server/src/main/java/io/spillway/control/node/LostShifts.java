package io.spillway.control.node;

import java.util.Optional;

import io.spillway.control.service.StatusReport.LostShiftView;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.ShiftScope;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.LossRecord;

/** TrafficShifts of this IDC that lost to others unseen. Pure. */
final class LostShifts {

    private LostShifts() {}

    /** Returns what is remembered of the shift of that name. */
    static Optional<LostShiftView> of(ControlState state, String name) {
        ShiftScope scope = ShiftScope.ofResourceName(name);
        if (scope == null) {
            return Optional.empty();
        }
        LossRecord lost = state.notes().lost().get(scope.path());
        return Optional.ofNullable(lost).map(record -> new LostShiftView(scope.path(), record.loser().toString(),
                record.loserAuthor(), record.winner().toString(), record.winnerAuthor(), record.at()));
    }

    /** Returns the key of the mark that a write of that shift takes away; empty when there is none. */
    static Optional<String> markOf(ControlState state, String name) {
        return of(state, name).map(lost -> RegistryKeys.lost(lost.scope()));
    }
}
