package io.spillway.control.snapshot;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.wire.audit.KnownHeads;
import io.spillway.wire.audit.ToldHead;
import io.spillway.wire.record.ProgressRecords;
import io.spillway.wire.record.ReplicatedRecords;

/**
 * What the other IDCs are told of shifts and switch-overs: all shifts, for the highest generation wins whoever brings it; the
 * switch-overs that this IDC coordinates, so that each has one teller, who is another one after a take-over; and what this IDC
 * itself says of its part of any; where its own audit ends.
 */
record Replicated(String ownIdc, ControlState state, Draft draft) {

    /** Makes the record of a shift, by its resource name. */
    void shift(String name) {
        Resource found = state.get(Kind.TRAFFIC_SHIFT, name);
        if (found != null && found.spec() instanceof TrafficShiftSpec spec) {
            draft.put(ResourceType.TRAFFIC_SHIFT, spec.scope().path(), ShiftRecords.of(spec));
            return;
        }
        ShiftScope scope = ShiftScope.ofResourceName(name);
        if (scope != null) {
            draft.remove(ResourceType.TRAFFIC_SHIFT, scope.path());
        }
    }

    /** Makes the record of a switch-over. */
    void switchOver(String name) {
        Resource found = state.get(Kind.SWITCH_OVER, name);
        boolean own = found != null && found.spec() instanceof SwitchOverSpec spec && spec.status() != null
                && spec.status().generation().idc().equals(ownIdc);
        if (found != null && own) {
            draft.put(ResourceType.SWITCH_OVER, name, ReplicatedRecords.toProto(found));
        } else {
            draft.remove(ResourceType.SWITCH_OVER, name);
        }
    }

    /** Makes the record of progress, which is named by its IDC and its switch-over as in "idc-a/evening". */
    void progress(String path) {
        int slash = path.indexOf('/');
        if (slash < 0 || !path.substring(0, slash).equals(ownIdc)) {
            return;
        }
        String name = path.substring(slash + 1);
        SwitchOverProgress found = state.notes().progress().get(ownIdc, name);
        if (found == null) {
            draft.remove(ResourceType.SWITCH_OVER_PROGRESS, name);
        } else {
            draft.put(ResourceType.SWITCH_OVER_PROGRESS, name, ProgressRecords.toProto(found));
        }
    }

    /** Makes the record of where an audit ends, which is named by its IDC as in "idc-a/chain". */
    void head(String path) {
        if (!path.equals(ownIdc + "/" + ToldHead.NAME)) {
            return;
        }
        KnownHeads found = state.notes().heads().get(ownIdc, ToldHead.NAME);
        if (found == null || found.heads().isEmpty()) {
            draft.remove(ResourceType.AUDIT_HEAD, ToldHead.NAME);
        } else {
            draft.put(ResourceType.AUDIT_HEAD, ToldHead.NAME, found.word().toProto());
        }
    }
}
