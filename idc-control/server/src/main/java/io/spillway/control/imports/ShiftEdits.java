package io.spillway.control.imports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.RecordCodec;
import io.spillway.control.state.Shifts;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.LossRecord;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of TrafficShifts that a peer brings: the higher generation stays. Where it replaces a shift of this IDC that
 * its author did not know, a mark is left for the author of that one. Pure.
 *
 * @param steps  each shift with its mark
 * @param losses shifts of this IDC that lose unseen, by scope
 */
record ShiftEdits(List<List<Edit>> steps, List<Loss> losses) {

    /** A shift that loses, and to whom. */
    record Loss(String scope, LossRecord record) {}

    static ShiftEdits of(ControlState state, List<TrafficShiftSpec> shifts, String ownIdc, RecordCodec codec,
            ImportEdits.Seen seen, Instant now) {
        List<List<Edit>> steps = new ArrayList<>();
        List<Loss> losses = new ArrayList<>();
        for (TrafficShiftSpec shift : newest(shifts)) {
            TrafficShiftSpec before = state.shift(shift.scope());
            if (before != null && Shifts.newer(before, shift)) {
                continue;
            }
            String name = shift.scope().resourceName();
            String path = shift.scope().path();
            Resource standing = state.get(Kind.TRAFFIC_SHIFT, name);
            List<Edit> step = new ArrayList<>();
            step.add(Edit.put(RegistryKeys.shift(path), standing == null ? 0 : standing.metadata().revision(),
                    codec.write(Resource.of(name, shift), null, author(shift), now)));
            LossRecord loss = before == null ? null : loss(before, shift, ownIdc, now);
            if (loss != null) {
                String key = RegistryKeys.lost(path);
                step.add(Edit.put(key, seen.revision(key), loss.encode()));
                losses.add(new Loss(path, loss));
            }
            steps.add(step);
        }
        return new ShiftEdits(steps, losses);
    }

    /** Returns what to tell the author here of a shift that is replaced; null when there is nothing to tell. */
    private static @Nullable LossRecord loss(TrafficShiftSpec before, TrafficShiftSpec shift, String ownIdc,
            Instant now) {
        Generation lost = before.generation();
        Generation won = shift.generation();
        return lost != null && won != null && lost.idc().equals(ownIdc) && shift.unaware(before)
                ? new LossRecord(lost, author(before), won, author(shift), Instant.ofEpochMilli(now.toEpochMilli()))
                : null;
    }

    /** A key is written once in a transaction, and of two shifts of one scope in one batch the newer counts. */
    private static List<TrafficShiftSpec> newest(List<TrafficShiftSpec> shifts) {
        List<TrafficShiftSpec> newest = new ArrayList<>();
        for (TrafficShiftSpec shift : shifts) {
            boolean older = newest.stream()
                    .anyMatch(other -> other.scope().equals(shift.scope()) && Shifts.newer(other, shift));
            if (!older) {
                newest.removeIf(other -> other.scope().equals(shift.scope()));
                newest.add(shift);
            }
        }
        return newest;
    }

    private static String author(TrafficShiftSpec shift) {
        return shift.author() == null ? "unknown" : shift.author();
    }
}
