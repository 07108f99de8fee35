package io.spillway.control.switchover.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.control.nodes.NodeRecord;
import io.spillway.control.nodes.NodeRecord.StepAcks;
import io.spillway.control.nodes.NodesView;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;

/** What an IDC says of its part: all its live nodes together. Pure. */
final class OwnPart {

    private OwnPart() {}

    /**
     * Adds what the nodes say. A node that speaks of other shifts, or not at all, is one that has not Acked: it may have data
     * planes.
     *
     * @param own what this node says, which is newer than its record
     * @param status of the switch-over
     * @param traffic what this IDC's gateways measure of the Services in scope
     * @param all the same of all Services
     * @param measuredAfter the last transition that was known when the oldest of {@code traffic} began
     */
    static SwitchOverProgress of(String idc, String id, SwitchOverSpec spec, SwitchOverStatus status, ControlState now,
            NodesView nodes, StepAcks own, MeasuredTraffic traffic, MeasuredTraffic all, long measuredAfter,
            Instant at) {
        Map<String, Generation> shifts = new TreeMap<>();
        for (ShiftScope scope : spec.scopes()) {
            TrafficShiftSpec shift = now.shift(scope);
            if (shift != null && shift.generation() != null) {
                shifts.put(scope.path(), shift.generation());
            }
        }
        int fleet = own.fleet();
        int acked = own.acked();
        List<String> late = new ArrayList<>(own.late());
        for (NodeRecord record : nodes.records().values()) {
            if (record.node().equals(nodes.live().self())) {
                continue;
            }
            StepAcks said = record.steps().stream().filter(each -> each.switchOver().equals(id)).findFirst()
                    .orElse(null);
            if (said == null || !said.shifts().equals(own.shifts())) {
                fleet++;
                late.add(SwitchOverProgress.silent(record.node()));
            } else {
                fleet += said.fleet();
                acked += said.acked();
                late.addAll(said.late());
            }
        }
        // Stable: that somebody was not looked at must not be cut off with the names.
        late.sort(Comparator.comparing(each -> !SwitchOverProgress.unlooked(each)));
        return new SwitchOverProgress(id, idc, status.generation(), status.sequence(), shifts, fleet, acked,
                late.subList(0, Math.min(late.size(), SwitchOverProgress.NAMED)), traffic, at, all.servedBy(),
                Math.min(measuredAfter, status.sequence()), Map.of());
    }
}
