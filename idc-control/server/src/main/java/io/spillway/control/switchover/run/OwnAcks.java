package io.spillway.control.switchover.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import io.spillway.control.ads.PushLog;
import io.spillway.control.ads.RevisionDelivery;
import io.spillway.control.nodes.NodeRecord.StepAcks;
import io.spillway.control.service.DeliveryReport.StragglerView;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.StatusReport.SyncState;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.wire.xds.XdsNames;

/** Who of a node's own data planes knows the shifts that stand for a switch-over. */
final class OwnAcks {

    private OwnAcks() {}

    /** Before anything moves: how many data planes there are, and who of them has all that it should have. */
    static StepAcks before(String id, List<DataPlaneView> planes) {
        Set<String> all = new TreeSet<>();
        Set<String> late = new TreeSet<>();
        for (DataPlaneView view : planes) {
            if (!view.role().equals(XdsNames.ROLE_SYNC)) {
                all.add(view.node());
                if (view.state() != SyncState.SYNCED) {
                    late.add(view.node());
                }
            }
        }
        return new StepAcks(id, new TreeMap<>(), all.size(), all.size() - late.size(),
                late.stream().limit(SwitchOverProgress.NAMED).toList());
    }

    /**
     * Looks while it moves.
     *
     * @param now what the catalog was made of that the data planes were told
     * @param slow those that owe an answer for long: of revisions that are forgotten only these are known
     */
    static StepAcks of(String id, SwitchOverSpec spec, ControlState now, PushLog log, List<StragglerView> slow) {
        SortedMap<String, String> shifts = new TreeMap<>();
        Set<Long> revisions = new TreeSet<>();
        for (ShiftScope scope : spec.scopes()) {
            Resource shift = now.get(Kind.TRAFFIC_SHIFT, scope.resourceName());
            if (shift != null && shift.spec() instanceof TrafficShiftSpec stands && stands.generation() != null) {
                shifts.put(scope.path(), stands.generation().toString());
                revisions.add(shift.metadata().revision());
            }
        }
        int fleet = 0;
        int missing = 0;
        // First: that somebody was not looked at must not be cut off with the names.
        Set<String> late = new LinkedHashSet<>();
        long forgotten = log.forgotten();
        for (long revision : revisions) {
            Optional<RevisionDelivery.Carriers> known = log.carriers(revision);
            if (known.isPresent()) {
                RevisionDelivery.Carriers has = known.get();
                fleet = Math.max(fleet, has.fleet());
                missing = Math.max(missing, has.fleet() - has.acked() + (has.complete() ? 0 : 1));
                late.addAll(has.complete() ? List.of() : List.of(SwitchOverProgress.UNLOOKED));
                late.addAll(has.late());
            } else if (revision <= forgotten) {
                List<String> owe = slow.stream().filter(each -> each.revision() <= revision).map(StragglerView::node)
                        .toList();
                missing = Math.max(missing, owe.size());
                owe.forEach(node -> late.add(node + " (no answer for long)"));
            }
        }
        fleet = Math.max(fleet, missing);
        return new StepAcks(id, shifts, fleet, fleet - missing,
                new ArrayList<>(late).subList(0, Math.min(late.size(), SwitchOverProgress.NAMED)));
    }
}
